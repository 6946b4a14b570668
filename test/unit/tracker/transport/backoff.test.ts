import { expect, test } from 'vitest'
import { backoffMs } from '../../../../tracker/src/transport/backoff.ts'
import { parseRetryAfter } from '../../../../tracker/src/transport/retry-after.ts'

test('each wait is twice the last, up to a minute, and half of it is chance', () => {
  expect([1, 2, 3, 20].map((attempt) => backoffMs(attempt, 1))).toEqual([1_000, 2_000, 4_000, 60_000])
  expect([1, 2, 3, 20].map((attempt) => backoffMs(attempt, 0))).toEqual([500, 1_000, 2_000, 30_000])
})

test('Retry-After is read as seconds, and heeded within reason', () => {
  expect(parseRetryAfter('7')).toBe(7_000)
  expect(parseRetryAfter('86400')).toBe(600_000)
  expect(parseRetryAfter('Sat, 21 Nov 2026 10:00:30 GMT')).toBe(0)
  expect(parseRetryAfter(null)).toBe(0)
})
