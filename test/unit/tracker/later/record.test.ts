import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openRecording } from '../../../../tracker/src/later/record.ts'

const WAIT_MS = 15_000

const setUp = () => {
  const state = { attended: true }
  const onLoss = vi.fn()
  const flush = vi.fn()
  const site = {
    who: () => ({ visitorId: 'v', sessionId: 's' }),
    isAttended: () => state.attended,
    now: Date.now,
    drop: vi.fn(),
    noticed: vi.fn(),
    flush,
    guarded: (act: () => void) => act,
    options: { recordingInterval: WAIT_MS },
  }
  return { state, onLoss, flush, ...openRecording(site, onLoss) }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const all = ({ lane }: ReturnType<typeof setUp>) => lane.take(() => true, 1_000, true)

test('who comes back after the session was over is recorded from a fresh snapshot on', () => {
  const it = setUp()
  it.state.attended = false
  it.record(['"while nobody was here"'])
  it.state.attended = true
  it.record(['"stands on what was never kept"'])
  expect(it.onLoss).toHaveBeenCalledTimes(1)
  it.record(['"snapshot"'], true)
  it.record(['"step"'])
  expect(it.onLoss).toHaveBeenCalledTimes(1)
  expect(all(it)).toBe('"snapshot","step"')
})

test('who begins anew by himself is asked for nothing', () => {
  const it = setUp()
  it.state.attended = false
  it.record(['"while nobody was here"'])
  it.state.attended = true
  it.record(['"snapshot"'], true)
  expect(it.onLoss).not.toHaveBeenCalled()
})

test('what was recorded waits for an event, and leaves by itself once it has waited', () => {
  const it = setUp()
  it.record(['"step"'], true)
  expect(it.lane.size).toBe(0)
  vi.advanceTimersByTime(WAIT_MS - 1)
  expect(it.flush).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(it.flush).toHaveBeenCalledTimes(1)
})

test('after stop nothing leaves any more', () => {
  const it = setUp()
  it.record(['"step"'], true)
  it.stop()
  vi.advanceTimersByTime(10 * WAIT_MS)
  expect(it.flush).not.toHaveBeenCalled()
})
