import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LakeRow } from '../../../core/lake/lake-row.ts'
import { type AnalyticsLake, END, startAnalyticsLake } from './analytics-lake.ts'
import { FIRST_DAY } from './generate.ts'
import { asked, type OracleSession, pathOf } from './oracle.ts'

const MINUTE_MS = 60_000
const WHOLE = { from: FIRST_DAY, to: END }

let at: AnalyticsLake

beforeAll(async () => {
  at = await startAnalyticsLake({ seed: 11 })
})

afterAll(() => at.stop())

type Found = { event: LakeRow; session: OracleSession }
type Is = (event: LakeRow) => boolean

const isView: Is = ({ name }) => name === 'page_view'
const isNamed =
  (name: string): Is =>
  (event) =>
    event.name === name

const STEPS = [
  { page: '/*' },
  { event: 'Click', filter: { dimension: 'page', op: 'isNot', value: '/cart' } },
  { event: 'order_placed' },
]
const TESTS: Is[] = [
  (event) => isView(event) && pathOf(event) !== null,
  (event) => event.name === 'click' && pathOf(event) !== '/cart',
  isNamed('order_placed'),
]

/** Every begin is tried: how far it comes and when, by the latest of each step that still comes before the next. */
const tried = (events: LakeRow[], tests: Is[], windowMs: number, strict: boolean) => {
  /** For each step the first row that completes it in any run. */
  const first: (LakeRow | undefined)[] = tests.map(() => undefined)
  const took: number[] = []
  const comesTo = (step: number, row: number): number[] => {
    // All rows from which the run may have come here: the begins of all runs that end in this row with this step.
    const event = events[row] as LakeRow
    if (!tests[step]?.(event)) return []
    if (step === 0) return [event.ts]
    const rows = strict ? [row - 1] : Array.from({ length: row }, (_, index) => index)
    return rows.flatMap((index) =>
      index < 0 ? [] : begins(step - 1, index).filter((began) => event.ts - began <= windowMs),
    )
  }
  const known = new Map<string, number[]>()
  const begins = (step: number, row: number): number[] => {
    const key = `${step} ${row}`
    if (!known.has(key)) known.set(key, [...new Set(comesTo(step, row))])
    return known.get(key) as number[]
  }
  for (const step of tests.keys()) {
    const row = events.findIndex((_, index) => begins(step, index).length > 0)
    if (row < 0) break
    first[step] = events[row]
    if (step === 0) took.push(0)
    else {
      const from = events.slice(0, row).findLastIndex((_, index) => begins(step - 1, index).length > 0)
      took.push((events[row]?.ts ?? 0) - (events[from]?.ts ?? 0))
    }
  }
  return { first, took }
}

const median = (values: number[]): number | null =>
  values.toSorted((a, b) => a - b)[Math.ceil(values.length / 2) - 1] ?? null

const expected = (
  found: Found[],
  {
    per = ({ session }: Found) => session.person,
    windowMs = 10_080 * MINUTE_MS,
    strict = false,
    by = (_: Found): string | null => null,
  } = {},
) => {
  const isBetween: Is = (event) => isView(event) || ['order_placed', 'signup'].includes(event.name)
  const matters = found.filter(({ event }) => TESTS.some((is) => is(event)) || (strict && isBetween(event)))
  const runs = [...Map.groupBy(matters, per)].flatMap(([, own]) => {
    const events = own.toSorted(
      (a, b) => a.event.ts - b.event.ts || (a.event.eventId < b.event.eventId ? -1 : 1),
    )
    const entry = events.find(({ event }) => TESTS[0]?.(event))
    if (!entry) return []
    const run = tried(
      events.map(({ event }) => event),
      TESTS,
      windowMs,
      strict,
    )
    return [{ value: by(entry), ...run }]
  })
  return [...Map.groupBy(runs, ({ value }) => value)]
    .toSorted(
      ([a, first], [b, second]) =>
        second.length - first.length || (a === null ? 1 : b === null ? -1 : a < b ? -1 : 1),
    )
    .flatMap(([value, own]) => {
      const came = (step: number) => own.filter(({ took }) => took.length > step)
      return TESTS.map((_, step) => {
        const [count, previous] = [came(step).length, came(step - 1).length]
        return {
          value,
          step: step + 1,
          count,
          dropped: step === 0 ? 0 : previous - count,
          fromFirst: count / came(0).length,
          fromPrevious: step === 0 ? 1 : previous === 0 ? null : count / previous,
          medianMs: step === 0 ? null : median(came(step).map(({ took }) => took[step] as number)),
        }
      })
    })
}

const funnel = async (params: object) =>
  (await at.ask('funnel', { ...WHOLE, steps: STEPS, ...params })).rows as ReturnType<typeof expected>

test('each step has those who came there in order, as trying every begin finds them', async () => {
  const rows = await funnel({})
  expect(rows).toEqual(expected(asked(at.sessions, WHOLE)))
  expect(rows[2]?.count).toBeGreaterThan(0)
  expect(rows[1]?.dropped).toBeGreaterThan(0)
})

test.each([1, 5, 60, 1_440])('a window of %d minutes is from the first step', async (windowMinutes) => {
  expect(await funnel({ windowMinutes })).toEqual(
    expected(asked(at.sessions, WHOLE), { windowMs: windowMinutes * MINUTE_MS }),
  )
})

test('a strict one bears no view and no event of the site between', async () => {
  const rows = await funnel({ order: 'strict' })
  expect(rows).toEqual(expected(asked(at.sessions, WHOLE), { strict: true }))
  expect(rows[1]?.count).toBeGreaterThan(0)
  expect(rows[2]?.count).toBeLessThan((await funnel({}))[2]?.count ?? 0)
})

test('sessions go through it each for itself', async () => {
  const rows = await funnel({ per: 'session', windowMinutes: 30 })
  const per = ({ session }: Found) => session.sessionId
  expect(rows).toEqual(expected(asked(at.sessions, WHOLE), { per, windowMs: 30 * MINUTE_MS }))
})

test('it is parted by what was said at the first step, under a filter and with bots', async () => {
  const filter = { dimension: 'country', op: 'is', value: ['DE', 'NO'] }
  const rows = await funnel({ dimension: 'page', filter, bots: 'include', limit: 50 })
  const found = asked(at.sessions, {
    ...WHOLE,
    bots: 'include',
    where: (_, { first }) => first.country === 'DE' || first.country === 'NO',
  })
  expect(rows).toEqual(expected(found, { by: ({ event }) => pathOf(event) }))
  expect(await funnel({ dimension: 'page', filter, bots: 'include', limit: 2 })).toEqual(rows.slice(0, 6))
})

test('a range cuts it at both ends', async () => {
  const range = { from: FIRST_DAY + 86_400_000, to: FIRST_DAY + 3 * 86_400_000 }
  expect(await funnel(range)).toEqual(expected(asked(at.sessions, range)))
})

test.each([1, 9])('a funnel of %d steps is a fault of the request', async (count) => {
  await expect(funnel({ steps: Array(count).fill({ event: 'click' }) })).rejects.toThrow()
})
