import { expect, test } from 'vitest'
import {
  axisLabel,
  type ChartInterval,
  labelledAt,
  spokenInterval,
} from '../../../../dashboard/src/charts/time-labels.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** A Monday, midnight in Berlin. */
const monday = Date.UTC(2026, 10, 22, 23)
const every = (step: number, count: number, from = monday) =>
  Array.from({ length: count }, (_, n) => from + n * step)
const labels = (starts: number[], interval: ChartInterval, width: number, zone = 'Europe/Berlin') =>
  labelledAt(starts, interval, zone, width).map((index) =>
    axisLabel(starts[index] ?? 0, interval, zone, { locale: 'en-GB' }),
  )

test('each day has its label where there is room, else each week', () => {
  expect(labels(every(DAY, 7), 'day', 700)).toHaveLength(7)
  expect(labels(every(DAY, 30), 'day', 500)).toEqual(['23 Nov', '30 Nov', '7 Dec', '14 Dec', '21 Dec'])
})

test('hours are labelled where the clock of the zone is round, wherever the range begins', () => {
  const fromThree = every(HOUR, 24, monday + 3 * HOUR)
  expect(labels(fromThree, 'hour', 400)).toEqual(['06:00', '12:00', '18:00', '00:00'])
  expect(labels(every(HOUR, 24), 'hour', 400, 'Asia/Kathmandu')[0]).toBe('06:45')
})

test('a range that is narrower than one label still has one', () => {
  expect(labels(every(DAY, 90), 'day', 10)).toHaveLength(1)
  expect(labelledAt([], 'day', 'UTC', 400)).toEqual([])
})

test('among hours of several days midnight says its date', () => {
  expect(axisLabel(monday, 'hour', 'Europe/Berlin', { locale: 'en-GB', longSpan: true })).toBe('23 Nov')
  expect(axisLabel(monday + HOUR, 'hour', 'Europe/Berlin', { locale: 'en-GB', longSpan: true })).toBe('01:00')
})

test.each([
  ['minute', 'Mon 23 Nov, 00:00'],
  ['hour', 'Mon 23 Nov, 00:00'],
  ['day', 'Mon 23 Nov 2026'],
  ['week', 'Week of Mon 23 Nov 2026'],
  ['month', 'November 2026'],
] as const)('a %s is read out as “%s”', (interval, said) => {
  expect(
    spokenInterval(monday, interval, 'Europe/Berlin', 'en-GB')
      .replaceAll(/,? at |, /g, (found) => (found === ', ' ? ', ' : ', '))
      .replace(/^(Week of )?Mon, /, '$1Mon '),
  ).toBe(said)
})
