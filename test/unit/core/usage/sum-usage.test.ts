import { expect, test } from 'vitest'
import { lastDates, sumUsage, type UsageRow } from '../../../../core/usage/sum-usage.ts'

const row = (date: string, keyId: string, parts: Partial<UsageRow> = {}): UsageRow => ({
  date,
  keyId,
  requests: 1,
  events: 2,
  rejected: 3,
  limited: 4,
  lastUsedAt: 5,
  ...parts,
})

test('the last dates are whole UTC days, today last, over the end of a month', () => {
  expect(lastDates(3, Date.parse('2028-03-01T00:00:00Z'))).toEqual(['2028-02-28', '2028-02-29', '2028-03-01'])
})

test('days without use are there, and days outside are not', () => {
  const { days } = sumUsage(
    [row('2026-11-01', 'a'), row('2026-11-02', 'a'), row('2026-11-02', 'b')],
    ['2026-11-02', '2026-11-03'],
    [],
  )
  expect(days).toEqual([
    { date: '2026-11-02', requests: 2, events: 4, rejected: 6, limited: 8 },
    { date: '2026-11-03', requests: 0, events: 0, rejected: 0, limited: 0 },
  ])
})

test('each key that is named has its sum and its last use, used or not', () => {
  const rows = [row('2026-11-01', 'a', { lastUsedAt: 9 }), row('2026-11-02', 'a', { lastUsedAt: null })]
  const { keys } = sumUsage(
    rows,
    [],
    [
      { keyId: 'a', name: 'A' },
      { keyId: 'b', name: 'B' },
    ],
  )
  expect(keys).toEqual([
    { keyId: 'a', name: 'A', requests: 2, events: 4, lastUsedAt: 9 },
    { keyId: 'b', name: 'B', requests: 0, events: 0, lastUsedAt: null },
  ])
})
