import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Answered, heedAnswers } from '../../../../tracker/src/recording/heed-answers.ts'
import type { Outcome } from '../../../../tracker/src/transport/outcome.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const EVENTS = '{"sessionId":"now","events":[{"text":",\\"replay\\":{\\"format\\""}]}'
const RECORDING = '{"sessionId":"now","events":[],"replay":{"format":"rrweb-2","events":[1]}}'
const accepted = (live?: boolean): Outcome => ({
  status: 202,
  askedMs: 0,
  said: live === undefined ? {} : { live },
})
const refused: Outcome = { status: 401, askedMs: 0, said: { detail: 'revoked' } }

const start = () => {
  const count = { flushes: 0, beginnings: 0, ends: 0 }
  const site: Answered = { flush: () => count.flushes++, who: () => ({ sessionId: 'now' }) }
  const stop = heedAnswers(site, {
    beginAnew: () => count.beginnings++,
    giveUp: () => {
      count.ends++
      stop()
    },
  })
  return { count, stop, hear: (body: string, outcome: Outcome) => site.told?.(body, outcome) }
}

test('while answers say that somebody watches, all leaves every second, and the recording begins anew once', () => {
  const { count, hear } = start()
  hear(EVENTS, accepted())
  vi.advanceTimersByTime(10_000)
  expect(count).toMatchObject({ flushes: 0, beginnings: 0 })
  hear(EVENTS, accepted(true))
  hear(RECORDING, accepted(true))
  vi.advanceTimersByTime(3_000)
  expect(count).toMatchObject({ flushes: 3, beginnings: 1 })
  hear(RECORDING, accepted())
  vi.advanceTimersByTime(10_000)
  expect(count).toMatchObject({ flushes: 3, beginnings: 1 })
  hear(EVENTS, accepted(true))
  expect(count.beginnings).toBe(2)
})

test('an answer to what another session left says nothing of this one', () => {
  const { count, hear } = start()
  hear(EVENTS.replace('now', 'then'), accepted(true))
  vi.advanceTimersByTime(5_000)
  expect(count).toMatchObject({ flushes: 0, beginnings: 0 })
})

test('a refused recording begins anew, the third in a row is the last; refused events alone are none', () => {
  const { count, hear } = start()
  for (let at = 0; at < 5; at++) hear(EVENTS, refused)
  expect(count).toMatchObject({ beginnings: 0, ends: 0 })
  hear(RECORDING, refused)
  hear(RECORDING, refused)
  hear(RECORDING, accepted())
  hear(RECORDING, refused)
  hear(RECORDING, { status: 503, askedMs: 0 })
  hear(RECORDING, refused)
  expect(count).toMatchObject({ beginnings: 4, ends: 0 })
  hear(RECORDING, refused)
  hear(RECORDING, refused)
  expect(count).toMatchObject({ beginnings: 4, ends: 1 })
})

test('after its end nothing is heeded, and no timer is left', () => {
  const { count, hear, stop } = start()
  hear(EVENTS, accepted(true))
  stop()
  hear(EVENTS, accepted())
  hear(EVENTS, accepted(true))
  hear(RECORDING, refused)
  expect(vi.getTimerCount()).toBe(0)
  expect(count).toMatchObject({ flushes: 0, beginnings: 1 })
})
