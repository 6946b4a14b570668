import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AnalyticsLake, END, startAnalyticsLake } from './analytics-lake.ts'
import { FIRST_DAY } from './generate.ts'
import { type Asked, asked, pathOf } from './oracle.ts'

const WHOLE = { from: FIRST_DAY, to: END }

let at: AnalyticsLake

beforeAll(async () => {
  at = await startAnalyticsLake({ seed: 13 })
})

afterAll(() => at.stop())

type Row = {
  kind: string
  step: number
  value: string | null
  target: string | null
  sessions: number
  ended: number
}

/** Each session's way, without what repeats itself. */
const ways = (what: Asked, of: 'pages' | 'events'): string[][] =>
  [...Map.groupBy(asked(at.sessions, what), ({ session }) => session).values()].map((found) =>
    found
      .flatMap(({ event }) => {
        const isView = event.name === 'page_view'
        if (of === 'pages') return isView && pathOf(event) !== null ? [pathOf(event) as string] : []
        return isView || ['order_placed', 'signup'].includes(event.name) ? [event.name] : []
      })
      .filter((value, index, all) => value !== all[index - 1]),
  )

const expected = (
  all: string[][],
  { depth = 4, limit = 8, start = undefined as ((value: string) => boolean) | undefined } = {},
): Row[] => {
  const walked = all.flatMap((way) => {
    const from = start ? way.findIndex(start) : 0
    return from < 0 || way.length === 0 ? [] : [way.slice(from)]
  })
  const kept = Array.from({ length: depth }, (_, step) => {
    const counts = Map.groupBy(
      walked.flatMap((way) => way.slice(step, step + 1)),
      (value) => value,
    )
    return [...counts]
      .toSorted(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1))
      .slice(0, limit)
      .map(([value]) => value)
  })
  const rows = new Map<string, Row>()
  const count = (kind: string, step: number, value: string | null, target: string | null, ended: number) => {
    const key = JSON.stringify([kind, step, value, target])
    const row = rows.get(key) ?? { kind, step, value, target, sessions: 0, ended: 0 }
    rows.set(key, { ...row, sessions: row.sessions + 1, ended: row.ended + ended })
  }
  for (const way of walked) {
    const folded = way.slice(0, depth).map((value, step) => (kept[step]?.includes(value) ? value : null))
    for (const [step, value] of folded.entries()) {
      count('node', step + 1, value, null, way.length === step + 1 ? 1 : 0)
      if (step + 1 < folded.length) count('link', step + 1, value, folded[step + 1] as string | null, 0)
    }
  }
  return [...rows.values()]
}

const sorted = (rows: unknown[]) => rows.map((row) => JSON.stringify(row)).toSorted()
const journeys = async (params: object) => (await at.ask('journeys', { ...WHOLE, ...params })).rows as Row[]

test.each([2, 4, 7])('the ways of sessions, %d steps from where they begin', async (depth) => {
  const rows = await journeys({ depth })
  expect(sorted(rows)).toEqual(sorted(expected(ways(WHOLE, 'pages'), { depth })))
  expect(Math.max(...rows.map(({ step }) => step))).toBe(depth)
})

test('those from a page on', async () => {
  const rows = await journeys({ start: '/pricing' })
  const start = (value: string) => value === '/pricing'
  expect(sorted(rows)).toEqual(sorted(expected(ways(WHOLE, 'pages'), { start })))
  expect(rows[0]).toMatchObject({ kind: 'node', step: 1, value: '/pricing' })
})

test('those back from the pages of a pattern, to where they came from', async () => {
  const rows = await journeys({ direction: 'backwards', start: '/docs/*' })
  const back = ways(WHOLE, 'pages').map((way) => way.toReversed())
  const start = (value: string) => value.startsWith('/docs/')
  expect(sorted(rows)).toEqual(sorted(expected(back, { start })))
})

test('what is not among the greatest is one', async () => {
  const rows = await journeys({ limit: 2 })
  expect(sorted(rows)).toEqual(sorted(expected(ways(WHOLE, 'pages'), { limit: 2 })))
  expect(rows.some(({ kind, value }) => kind === 'node' && value === null)).toBe(true)
})

test('each node is what leads on and what ends', async () => {
  const rows = await journeys({ depth: 3 })
  for (const { step, value, sessions, ended } of rows.filter(
    ({ kind, step }) => kind === 'node' && step < 3,
  )) {
    const links = rows.filter((row) => row.kind === 'link' && row.step === step && row.value === value)
    expect(links.reduce((sum, link) => sum + link.sessions, ended)).toBe(sessions)
  }
})

test('the ways through events, under a filter', async () => {
  const filter = { dimension: 'country', op: 'is', value: 'DE' }
  const rows = await journeys({ of: 'events', filter, start: 'signup' })
  const all = ways({ ...WHOLE, where: (_, { first }) => first.country === 'DE' }, 'events')
  expect(sorted(rows)).toEqual(sorted(expected(all, { start: (value) => value === 'signup' })))
  expect(rows.length).toBeGreaterThan(3)
})
