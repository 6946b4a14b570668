import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AnalyticsLake, END, startAnalyticsLake } from './analytics-lake.ts'
import { FIRST_DAY } from './generate.ts'
import { type Asked, asked, beganIn, figures, type OracleSession } from './oracle.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const WHOLE = { from: FIRST_DAY, to: END }

let at: AnalyticsLake

beforeAll(async () => {
  at = await startAnalyticsLake({ seed: 2 })
}, 120_000)

afterAll(() => at?.stop())

type Row = { start: number; sessions: number; views: number; events: number }

/** Each interval counted by hand; a session is one of where it began, if anything of it is asked for in the whole range. */
const expected = (rows: Row[], what: Asked) => {
  const all = asked(at.sessions, what)
  const began = beganIn(all, what)
  return rows.map(({ start }, index) => {
    const end = rows[index + 1]?.start ?? what.to
    const found = all.filter(({ event }) => event.ts >= start && event.ts < end)
    const own = (one: OracleSession) => one.startedAt >= start && one.startedAt < end
    return { start, ...figures(found, began.filter(own)) }
  })
}

const timeline = async (params: object, timeZone?: string) => {
  const { rows } = await at.ask('timeline', params, timeZone === undefined ? {} : { timeZone })
  return rows as Row[]
}

test.each(['minute', 'hour', 'day', 'week', 'month'] as const)(
  'each %s has what happened in it',
  async (interval) => {
    const what = interval === 'minute' ? { from: FIRST_DAY + DAY_MS, to: FIRST_DAY + 2 * DAY_MS } : WHOLE
    const rows = await timeline({ ...what, interval })
    expect(rows).toEqual(expected(rows, what))
  },
)

test('none is left out, not those without anything', async () => {
  const rows = await timeline({ ...WHOLE, interval: 'hour' })
  expect(rows.map(({ start }) => start)).toEqual(
    Array.from({ length: 144 }, (_, hour) => FIRST_DAY + hour * HOUR_MS),
  )
  expect(rows.some(({ events }) => events === 0)).toBe(true)
})

test('days are those of the time zone, the one of 25 hours too', async () => {
  const rows = await timeline({ from: '2026-10-23', to: '2026-10-26', interval: 'day' }, 'Europe/Berlin')
  const what = { from: Date.UTC(2026, 9, 22, 22), to: Date.UTC(2026, 9, 26, 23) }
  expect(rows.map(({ start }) => new Date(start).toISOString().slice(0, 13))).toEqual([
    '2026-10-22T22',
    '2026-10-23T22',
    '2026-10-24T22',
    '2026-10-25T23',
  ])
  expect(rows).toEqual(expected(rows, what))
})

test('hours are all there where the clock is set back', async () => {
  const rows = await timeline({ from: '2026-10-25', to: '2026-10-25', interval: 'hour' }, 'Europe/Berlin')
  expect(rows).toHaveLength(25)
  expect(rows).toEqual(expected(rows, { from: Date.UTC(2026, 9, 24, 22), to: Date.UTC(2026, 9, 25, 23) }))
})

test('hours are those of a zone that is half an hour off', async () => {
  const rows = await timeline({ from: '2026-10-24', to: '2026-10-24', interval: 'hour' }, 'Asia/Kolkata')
  expect(rows[0]?.start).toBe(Date.UTC(2026, 9, 23, 18, 30))
  expect(rows).toEqual(
    expected(rows, { from: Date.UTC(2026, 9, 23, 18, 30), to: Date.UTC(2026, 9, 24, 18, 30) }),
  )
})

test('its sums are the totals of the overview, under a filter of events as well', async () => {
  const filter = { dimension: 'name', op: 'is', value: ['click', 'order_placed'] }
  const rows = await timeline({ ...WHOLE, interval: 'hour', filter })
  const where: Asked['where'] = ({ name }) => name === 'click' || name === 'order_placed'
  expect(rows).toEqual(expected(rows, { ...WHOLE, where }))
  const [overview] = (await at.ask('overview', { ...WHOLE, filter })).rows as Row[]
  for (const figure of ['sessions', 'views', 'events'] as const)
    expect(rows.reduce((sum, row) => sum + row[figure], 0)).toBe(overview?.[figure])
})

test('an interval that is too short for the range is a fault of the request', async () => {
  await expect(timeline({ ...WHOLE, interval: 'minute' })).rejects.toThrow(
    'The body is not what this route takes.',
  )
})
