import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LakeRow } from '../../../core/lake/lake-row.ts'
import { type AnalyticsLake, END, startAnalyticsLake } from './analytics-lake.ts'
import { FIRST_DAY } from './generate.ts'
import { type Asked, asked } from './oracle.ts'

const WHOLE = { from: FIRST_DAY, to: END }

let at: AnalyticsLake

beforeAll(async () => {
  at = await startAnalyticsLake({ seed: 12 })
})

afterAll(() => at.stop())

type Row = { cohort: number; size: number; period: number; count: number; share: number | null }

const expected = (
  starts: number[],
  what: Asked,
  { periods = 7, began = (_: LakeRow): boolean => true, came = (_: LakeRow): boolean => true } = {},
): Row[] => {
  const persons = [...Map.groupBy(asked(at.sessions, what), ({ session }) => session.person).values()].map(
    (own) => own.map(({ event }) => event),
  )
  const bucket = ({ ts }: LakeRow) => starts.findLastIndex((start) => start <= ts)
  return starts.flatMap((cohort, index) => {
    const members = persons.filter((events) => {
      const first = events.filter(began).map(bucket)
      return first.length > 0 && Math.min(...first) === index
    })
    return starts.slice(index, index + periods + 1).map((_, period) => {
      const count = members.filter((events) =>
        events.some((event) => came(event) && bucket(event) === index + period),
      ).length
      const size = members.length
      return { cohort, size, period, count, share: size === 0 ? null : count / size }
    })
  })
}

const days = (from: number, count: number) =>
  Array.from({ length: count }, (_, day) => from + day * 86_400_000)

test('each cohort has who came again on each day after, with none left out', async () => {
  const rows = (await at.ask('retention', WHOLE)).rows as Row[]
  expect(rows).toEqual(expected(days(FIRST_DAY, 6), WHOLE))
  expect(rows).toHaveLength(21)
  expect(rows.filter(({ period }) => period === 0).every(({ size, count }) => size === count)).toBe(true)
  expect(rows.some(({ period, count }) => period === 2 && count > 0)).toBe(true)
})

test('days are those of the time zone, the one of 25 hours too', async () => {
  const { rows } = await at.ask(
    'retention',
    { from: '2026-10-23', to: '2026-10-27', periods: 2 },
    { timeZone: 'Europe/Berlin' },
  )
  const starts = [...days(Date.UTC(2026, 9, 22, 22), 3), Date.UTC(2026, 9, 25, 23), Date.UTC(2026, 9, 26, 23)]
  expect(rows).toEqual(
    expected(starts, { from: starts[0] as number, to: Date.UTC(2026, 9, 27, 23) }, { periods: 2 }),
  )
})

test('weeks begin on Mondays', async () => {
  const rows = (await at.ask('retention', { ...WHOLE, interval: 'week' })).rows as Row[]
  const starts = [Date.UTC(2026, 9, 19), Date.UTC(2026, 9, 26)]
  expect(rows).toEqual(expected(starts, WHOLE))
})

test('what begins a cohort and what counts as coming again can be said', async () => {
  const params = {
    began: { event: 'order_placed' },
    came: { page: '/docs/*' },
    filter: { dimension: 'device', op: 'is', value: 'desktop' },
  }
  const rows = (await at.ask('retention', { ...WHOLE, ...params })).rows as Row[]
  const what: Asked = { ...WHOLE, where: (_, { first }) => first.device === 'desktop' }
  const began = ({ name }: LakeRow) => name === 'order_placed'
  const came = ({ name, url }: LakeRow) => name === 'page_view' && (url ?? '').includes('/docs/')
  expect(rows).toEqual(expected(days(FIRST_DAY, 6), what, { began, came }))
  expect(rows.some(({ count, size }) => count > 0 && count < size)).toBe(true)
})
