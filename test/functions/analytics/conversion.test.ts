import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LakeRow } from '../../../core/lake/lake-row.ts'
import { type AnalyticsLake, END, startAnalyticsLake } from './analytics-lake.ts'
import { FIRST_DAY } from './generate.ts'
import { type Asked, asked, type OracleSession, pathOf } from './oracle.ts'

const WHOLE = { from: FIRST_DAY, to: END }

let at: AnalyticsLake

beforeAll(async () => {
  at = await startAnalyticsLake({ seed: 16 })
})

afterAll(() => at.stop())

const GOALS = [
  { event: 'ORDER_PLACED', filter: { dimension: 'props.total', op: 'greater', value: 100 } },
  { page: '/docs/*' },
  { event: 'never' },
]
const REACHED: ((event: LakeRow) => boolean)[] = [
  ({ name, props }) => name === 'order_placed' && Number(props['total']) > 100,
  (event) => event.name === 'page_view' && (pathOf(event) ?? '').startsWith('/docs/'),
  () => false,
]

type Found = { event: LakeRow; session: OracleSession }

const expected = (what: Asked, by: (found: Found) => string | null = () => null) => {
  const persons = (found: Found[]) => new Set(found.map(({ session }) => session.person)).size
  return [...Map.groupBy(asked(at.sessions, what), by)]
    .map(([value, found]) => ({ value, found, visitors: persons(found) }))
    .toSorted(
      (a, b) =>
        b.visitors - a.visitors ||
        (a.value === null ? 1 : b.value === null ? -1 : a.value < b.value ? -1 : 1),
    )
    .flatMap(({ value, found, visitors }) =>
      REACHED.map((is, goal) => {
        const own = found.filter(({ event }) => is(event))
        return {
          value,
          goal,
          visitors,
          converters: persons(own),
          conversions: own.length,
          rate: persons(own) / visitors,
        }
      }),
    )
}

test('each goal has who reached it, of all visitors of the overview', async () => {
  const rows = (await at.ask('conversion', { ...WHOLE, goals: GOALS })).rows as ReturnType<typeof expected>
  expect(rows).toEqual(expected(WHOLE))
  expect(rows[0]?.converters).toBeGreaterThan(0)
  expect(rows[0]?.converters).toBeLessThan(rows[0]?.conversions ?? 0)
  const [overview] = (await at.ask('overview', WHOLE)).rows as { visitors: number }[]
  expect(rows.map(({ visitors }) => visitors)).toEqual(Array(3).fill(overview?.visitors))
})

test('by a dimension, under the same filter, bots alone', async () => {
  const filter = { dimension: 'device', op: 'is', value: 'desktop' }
  const where: Asked['where'] = (_, { first }) => first.device === 'desktop'
  for (const bots of ['exclude', 'only'] as const) {
    const { rows } = await at.ask('conversion', { ...WHOLE, goals: GOALS, dimension: 'source', filter, bots })
    expect(rows).toEqual(expected({ ...WHOLE, where, bots }, ({ session }) => session.source))
    expect(rows.length).toBeGreaterThan(3)
  }
})

test('where nobody came each goal is there all the same', async () => {
  const range = { from: FIRST_DAY - 5 * 86_400_000, to: FIRST_DAY - 4 * 86_400_000 }
  expect((await at.ask('conversion', { ...range, goals: GOALS })).rows).toEqual(
    [0, 1, 2].map((goal) => ({ value: null, goal, visitors: 0, converters: 0, conversions: 0, rate: null })),
  )
})
