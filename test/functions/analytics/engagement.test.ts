import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AnalyticsLake, END, startAnalyticsLake } from './analytics-lake.ts'
import { FIRST_DAY } from './generate.ts'
import { type Asked, asked, pathOf } from './oracle.ts'

const WHOLE = { from: FIRST_DAY, to: END }

let at: AnalyticsLake

beforeAll(async () => {
  at = await startAnalyticsLake({ seed: 15, more: true })
})

afterAll(() => at.stop())

const expected = (what: Asked) => {
  const found = asked(at.sessions, what).filter(
    ({ event }) =>
      pathOf(event) !== null && ['page_view', 'page_leave', 'content_click'].includes(event.name),
  )
  return [...Map.groupBy(found, ({ event }) => pathOf(event) as string)]
    .map(([page, own]) => {
      const named = (name: string) => own.filter(({ event }) => event.name === name)
      const views = named('page_view').length
      const numbers = (name: string) =>
        named('page_leave').flatMap(({ event }) => {
          const value = event.props[name]
          return typeof value === 'number' && value >= 0 ? [value] : []
        })
      const mean = (values: number[]) =>
        values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
      const depths = numbers('depth')
      const reached = (depth: number) => mean(depths.map((value) => (value >= depth ? 1 : 0)))
      const contentClicks = named('content_click').length
      return {
        page,
        views,
        visitors: new Set(own.map(({ session }) => session.person)).size,
        visibleMs: mean(numbers('visibleMs')),
        depth: mean(depths),
        reached25: reached(25),
        reached50: reached(50),
        reached75: reached(75),
        reached100: reached(100),
        contentClicks,
        contentClickRate: views === 0 ? null : contentClicks / views,
      }
    })
    .toSorted((a, b) => b.views - a.views || (a.page < b.page ? -1 : 1))
}

test('each page has how long it was in sight, how far it was scrolled and what was clicked', async () => {
  const { rows } = await at.ask('engagement', WHOLE)
  expect(rows).toEqual(expected(WHOLE))
  expect(rows).toHaveLength(5)
  expect(
    expected(WHOLE).every(({ visibleMs, contentClicks }) => Number(visibleMs) > 0 && contentClicks > 0),
  ).toBe(true)
})

test('under a filter, on days of a time zone', async () => {
  const filter = { dimension: 'device', op: 'is', value: 'mobile' }
  const asking = { from: '2026-10-23', to: '2026-10-25', filter }
  const { rows } = await at.ask('engagement', asking, { timeZone: 'Europe/Berlin' })
  const what = { from: Date.UTC(2026, 9, 22, 22), to: Date.UTC(2026, 9, 25, 23) }
  expect(rows).toEqual(expected({ ...what, where: (_, { first }) => first.device === 'mobile' }))
})
