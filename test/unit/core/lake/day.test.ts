import { expect, test } from 'vitest'
import { dayOf, daysFrom, endOfDay } from '../../../../core/lake/day.ts'

test('a day ends with its last millisecond, in UTC', () => {
  const end = endOfDay('2026-02-28')
  expect(dayOf(end - 1)).toBe('2026-02-28')
  expect(dayOf(end)).toBe('2026-03-01')
})

test('a range has both its ends, and none that lie the wrong way round', () => {
  expect(daysFrom('2026-12-31', '2027-01-02')).toEqual(['2026-12-31', '2027-01-01', '2027-01-02'])
  expect(daysFrom('2026-12-31', '2026-12-31')).toEqual(['2026-12-31'])
  expect(daysFrom('2027-01-01', '2026-12-31')).toEqual([])
})
