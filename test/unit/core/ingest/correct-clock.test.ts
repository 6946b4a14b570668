import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clockOffset, correctTime } from '../../../../core/ingest/correct-clock.ts'
import { CLOCK_TRUST_MS } from '../../../../core/limits.ts'
import { NOON } from '../make-batch.ts'

const HOUR = 60 * 60_000

test('a clock that is right is left alone, however long the batch was under way', () => {
  expect(correctTime(NOON - 5_000, NOON - 2_000, NOON)).toBe(NOON - 5_000)
})

test('a clock that is hours ahead or years behind is brought to ours', () => {
  expect(correctTime(NOON + 3 * HOUR - 700, NOON + 3 * HOUR, NOON)).toBe(NOON - 700)
  expect(correctTime(1_000, 1_700, NOON)).toBe(NOON - 700)
})

test('an event from after its own batch left gets the time of receipt', () => {
  expect(correctTime(NOON + 60_000, NOON, NOON)).toBe(NOON)
})

test('an event that claims to be older than a day gets the time of receipt', () => {
  expect(correctTime(NOON - CLOCK_TRUST_MS - 1, NOON, NOON)).toBe(NOON)
  expect(correctTime(NOON - CLOCK_TRUST_MS, NOON, NOON)).toBe(NOON - CLOCK_TRUST_MS)
})

test('no clock, however wrong, puts an event in the future or more than a day back', () => {
  const time = fc.maxSafeNat()
  fc.assert(
    fc.property(time, time, fc.integer({ min: CLOCK_TRUST_MS, max: 2 ** 42 }), (ts, sentAt, receivedAt) => {
      const corrected = correctTime(ts, sentAt, receivedAt)
      expect(corrected).toBeLessThanOrEqual(receivedAt)
      expect(corrected).toBeGreaterThanOrEqual(receivedAt - CLOCK_TRUST_MS)
      expect(Number.isSafeInteger(clockOffset(sentAt, receivedAt))).toBe(true)
    }),
  )
})
