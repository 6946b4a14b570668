import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LakeRow } from '../../../core/lake/lake-row.ts'
import { type AnalyticsLake, END, startAnalyticsLake } from './analytics-lake.ts'
import { FIRST_DAY } from './generate.ts'
import { type Asked, asked, type OracleSession, pathOf } from './oracle.ts'

const WHOLE = { from: FIRST_DAY, to: END }

let at: AnalyticsLake

beforeAll(async () => {
  at = await startAnalyticsLake({ seed: 19 })
})

afterAll(() => at.stop())

type Row = { sessionId: string; person: string; moment: number }

const rowOf = (session: OracleSession, moment: number) => ({
  sessionId: session.sessionId,
  visitorId: session.visitorId,
  userId: session.userId,
  person: session.person,
  identified: session.isUser,
  startedAt: session.startedAt,
  moment,
})

const newestFirst = (a: Row, b: Row) => b.moment - a.moment || (a.sessionId < b.sessionId ? -1 : 1)

const expected = (what: Asked, is: (event: LakeRow) => boolean = () => true) =>
  [...Map.groupBy(asked(at.sessions, what), ({ session }) => session)]
    .flatMap(([session, found]) => {
      const moments = found.flatMap(({ event }) => (is(event) ? [event.ts] : []))
      return moments.length === 0 ? [] : [rowOf(session, Math.min(...moments))]
    })
    .toSorted(newestFirst)

const behind = async (params: object) =>
  (await at.ask('behind', { ...WHOLE, limit: 200, ...params })).rows as Row[]

test('all sessions that are asked for, the newest first, with whose they are', async () => {
  const rows = await behind({})
  expect(rows).toEqual(expected(WHOLE))
  expect(new Set(rows.map(({ person }) => person)).size).toBe(
    ((await at.ask('overview', WHOLE)).rows as { visitors: number }[])[0]?.visitors,
  )
})

test('those with an event or a view of a page, at its first time, part by part', async () => {
  const of = { step: { page: '/docs/*' } }
  const filter = { dimension: 'country', op: 'is', value: 'DE' }
  const rows = await behind({ of, filter })
  const isOne = (event: LakeRow) => event.name === 'page_view' && (pathOf(event) ?? '').startsWith('/docs/')
  expect(rows).toEqual(expected({ ...WHOLE, where: (_, { first }) => first.country === 'DE' }, isOne))
  expect(rows.length).toBeGreaterThan(3)
  const parts = [await behind({ of, filter, limit: 2 }), await behind({ of, filter, offset: 2 })]
  expect(parts.flat()).toEqual(rows)
})

const FUNNEL = { steps: [{ page: '/*' }, { event: 'click' }, { event: 'order_placed' }], per: 'session' }
const TESTS: ((event: LakeRow) => boolean)[] = [
  (event) => event.name === 'page_view' && pathOf(event) !== null,
  ({ name }) => name === 'click',
  ({ name }) => name === 'order_placed',
]

/** Where a session first came to each step; a session is shorter than the window. */
const reached = (events: LakeRow[]): LakeRow[] => {
  const found: LakeRow[] = []
  let rest = events
  for (const is of TESTS) {
    const at = rest.findIndex(is)
    if (at < 0) break
    found.push(rest[at] as LakeRow)
    rest = rest.slice(at + 1)
  }
  return found
}

test.each([
  [1, 'reached'],
  [2, 'reached'],
  [3, 'reached'],
  [2, 'dropped'],
  [3, 'dropped'],
] as const)('those who at step %d of a funnel have %s, as many as it says', async (step, outcome) => {
  const rows = await behind({ of: { funnel: FUNNEL, step, outcome } })
  const wanted = [...Map.groupBy(asked(at.sessions, WHOLE), ({ session }) => session)].flatMap(
    ([session, found]) => {
      const steps = reached(found.map(({ event }) => event))
      const last = outcome === 'reached' ? steps[step - 1] : steps.length === step - 1 && steps[step - 2]
      return last ? [rowOf(session, last.ts)] : []
    },
  )
  expect(rows).toEqual(wanted.toSorted(newestFirst))
  const counted = (await at.ask('funnel', { ...WHOLE, ...FUNNEL })).rows as {
    count: number
    dropped: number
  }[]
  expect(rows).toHaveLength(counted[step - 1]?.[outcome === 'reached' ? 'count' : 'dropped'] ?? -1)
  expect(rows.length).toBeGreaterThan(0)
})

test('visitors who stayed behind are as many as the funnel of visitors says, one session each', async () => {
  const funnel = { ...FUNNEL, per: 'visitor' }
  const rows = await behind({ of: { funnel, step: 2, outcome: 'dropped' } })
  const counted = (await at.ask('funnel', { ...WHOLE, ...funnel })).rows as { dropped: number }[]
  expect(new Set(rows.map(({ person }) => person)).size).toBe(rows.length)
  expect(rows).toHaveLength(counted[1]?.dropped ?? -1)
  expect(rows.length).toBeGreaterThan(0)
})

test.each([
  [4, 'reached'],
  [1, 'dropped'],
])('what is %d %s of a funnel of three steps is a fault of the request', async (step, outcome) => {
  await expect(behind({ of: { funnel: FUNNEL, step, outcome } })).rejects.toThrow()
})
