import { expect, test } from 'vitest'
import { lastBefore } from '../../../../dashboard/player/session/actions.ts'
import { chooseTab } from '../../../../dashboard/player/session/active-tab.ts'
import { createClock } from '../../../../dashboard/player/session/clock.ts'
import { quietJump } from '../../../../dashboard/player/session/quiet.ts'

test('the clock runs at its speed, and does not run on while nobody looks', () => {
  const clock = createClock()
  clock.set(1_000)
  clock.start(0)
  clock.speed = 4
  expect(clock.wanted(100)).toBe(1_400)
  clock.set(1_400)
  // The page was hidden for a minute.
  expect(clock.wanted(60_100)).toBe(1_400 + 500 * 4)
})

test('the last before a moment is found', () => {
  expect(lastBefore([], 5, Number)).toBe(-1)
  expect(lastBefore([1, 3, 3, 7], 0, Number)).toBe(-1)
  expect(lastBefore([1, 3, 3, 7], 3, Number)).toBe(2)
  expect(lastBefore([1, 3, 3, 7], 9, Number)).toBe(3)
})

const segment = (tabId: string, from: number, to: number) => ({
  name: `${tabId}${from}`,
  tabId,
  format: 'rrweb-2',
  from,
  to,
  bytes: 1,
  picture: 'whole' as const,
})

test('the active tab is where something was done last, and the one before it once it is closed', () => {
  const active = chooseTab({
    from: 0,
    to: 100,
    live: false,
    tabs: [],
    segments: [segment('a', 0, 100), segment('b', 20, 40)],
    marks: [
      { at: 30, tabId: 'a' },
      { at: 35, tabId: 'b' },
      { at: 36, tabId: 'unrecorded' },
    ],
    gaps: [],
  })
  expect([0, 10, 20, 29, 30, 34, 35, 40, 41, 90].map(active)).toEqual([
    'a',
    'a',
    'b',
    'b',
    'a',
    'a',
    'b',
    'b',
    'a',
    'a',
  ])
})

const none = { end: 100_000, gaps: [], marks: [], times: [], known: 0 }

test('it jumps over what is quiet, up to a second before something is done again', () => {
  expect(quietJump(5_000, { ...none, times: [1_000, 30_000], known: 60_000 })).toEqual({ to: 29_000 })
  expect(quietJump(2_000, { ...none, times: [1_000, 30_000], known: 60_000 })).toBeUndefined()
  expect(quietJump(25_500, { ...none, times: [1_000, 30_000], known: 60_000 })).toBeUndefined()
})

test('it jumps no further than something is known, over a gap, and never over a mark', () => {
  expect(quietJump(5_000, { ...none, times: [1_000], known: 20_000 })).toEqual({ to: 19_000 })
  expect(
    quietJump(5_000, { ...none, times: [1_000], known: 6_000, gaps: [{ from: 2_000, to: 50_000 }] }),
  ).toEqual({ to: 49_000 })
  expect(quietJump(5_000, { ...none, times: [1_000], known: 60_000, marks: [{ at: 12_000 }] })).toEqual({
    to: 11_000,
  })
})
