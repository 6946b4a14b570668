import { expect, test } from 'vitest'
import { createBreaker } from '../../../../tracker/src/recording/breaker.ts'
import {
  BUSY_SHARE,
  BUSY_WINDOW_MS,
  PAUSE_MAX_MS,
  PAUSE_MS,
  STORM_RECORDS,
} from '../../../../tracker/src/recording/limits.ts'

const allowed = BUSY_WINDOW_MS * BUSY_SHARE

test('recording pauses when it takes more than its share, and not for a moment of work', () => {
  const breaker = createBreaker()
  expect(breaker.spent(allowed * 0.6, 0)).toBeUndefined()
  expect(breaker.spent(allowed * 0.3, 100)).toBeUndefined()
  // The first is forgotten by now.
  expect(breaker.spent(allowed * 0.5, BUSY_WINDOW_MS + 1)).toBeUndefined()
  expect(breaker.spent(allowed * 0.6, BUSY_WINDOW_MS + 2)).toBe('busy')
  expect(breaker.spent(allowed, BUSY_WINDOW_MS + 3)).toBeUndefined()
})

test('a storm of mutations pauses it at once', () => {
  const breaker = createBreaker()
  expect(breaker.mutated(STORM_RECORDS - 1, 0)).toBeUndefined()
  expect(breaker.mutated(1, 5)).toBe('storm')
})

test('it goes on when the page is calm, not before its pause is over', () => {
  const breaker = createBreaker()
  breaker.mutated(STORM_RECORDS, 0)
  expect(breaker.isOver(PAUSE_MS - 1)).toBe(false)
  breaker.mutated(STORM_RECORDS, PAUSE_MS)
  expect(breaker.isOver(PAUSE_MS + 500)).toBe(false)
  expect(breaker.isOver(PAUSE_MS + 1_500)).toBe(true)
})

test('a page that storms again and again is left alone for longer each time, up to a minute', () => {
  const breaker = createBreaker()
  let at = 0
  const pauses = Array.from({ length: 6 }, () => {
    breaker.mutated(STORM_RECORDS, at)
    const begun = at
    do at += 1_000
    while (!breaker.isOver(at))
    return at - begun
  })
  expect(pauses).toEqual([...pauses].sort((a, b) => a - b))
  expect(pauses[0]).toBeLessThan(PAUSE_MS + 2_000)
  expect(pauses.at(-1)).toBeGreaterThanOrEqual(PAUSE_MAX_MS)
})
