import { expect, test } from 'vitest'
import type { Session } from '../../../core/sessions/session.ts'
import type { SessionEvent } from '../../../core/sessions/session-event.ts'
import {
  applySessionUpdate,
  removeSession,
  replaceSession,
  type SessionPages,
} from '../../../dashboard/src/live/apply-session-update.ts'
import { addLiveEvents, LIVE_EVENTS_MAX, mergeEvents } from '../../../dashboard/src/live/merge-events.ts'
import { aSession } from './a-session.ts'

const at = (startedAt: number, change: Partial<Session> = {}) =>
  aSession({ sessionId: `s-${startedAt}`, startedAt, lastSeenAt: startedAt, ...change })

/** Two pages of two, newest first, and more to come. */
const twoPages = (): SessionPages => ({
  pages: [
    { sessions: [at(90), at(80)], nextCursor: 'a', searchedTo: 80 },
    { sessions: [at(70), at(60)], nextCursor: 'b', searchedTo: 60 },
  ],
  pageParams: [null, 'a'],
})
const starts = (data: SessionPages) =>
  data.pages.map((page) => page.sessions.map(({ startedAt }) => startedAt))

test('a new session comes first', () => {
  expect(starts(applySessionUpdate(twoPages(), at(95)))).toEqual([
    [95, 90, 80],
    [70, 60],
  ])
})

test('a session that began between two others goes between them, whatever page they are on', () => {
  expect(starts(applySessionUpdate(twoPages(), at(85)))).toEqual([
    [90, 85, 80],
    [70, 60],
  ])
  expect(starts(applySessionUpdate(twoPages(), at(75)))).toEqual([
    [90, 80],
    [75, 70, 60],
  ])
})

test('a session older than all that is loaded waits for its page', () => {
  const data = twoPages()
  expect(applySessionUpdate(data, at(10))).toBe(data)
})

test('at the end of the list the oldest goes last', () => {
  const data = twoPages()
  const whole = {
    ...data,
    pages: data.pages.map((page, i) => (i === 1 ? { ...page, nextCursor: null, searchedTo: null } : page)),
  }
  expect(starts(applySessionUpdate(whole, at(10)))).toEqual([
    [90, 80],
    [70, 60, 10],
  ])
})

test('the first session of an empty list is shown', () => {
  const empty = { pages: [{ sessions: [], nextCursor: null, searchedTo: null }], pageParams: [null] }
  expect(starts(applySessionUpdate(empty, at(5)))).toEqual([[5]])
})

test('a session that is there is changed in place, and only its page is new', () => {
  const data = twoPages()
  const next = applySessionUpdate(data, at(70, { lastSeenAt: 200, clicks: 9 }))
  expect(starts(next)).toEqual(starts(data))
  expect(next.pages[1]?.sessions[0]?.clicks).toBe(9)
  expect(next.pages[0]).toBe(data.pages[0])
})

test('an update that was overtaken changes nothing', () => {
  const data = applySessionUpdate(twoPages(), at(90, { lastSeenAt: 300, events: 20 }))
  expect(applySessionUpdate(data, at(90, { lastSeenAt: 250, events: 15 }))).toBe(data)
  expect(applySessionUpdate(data, at(90, { lastSeenAt: 300, events: 19 }))).toBe(data)
})

test('the end of a session is taken over though nothing else has changed', () => {
  const next = applySessionUpdate(twoPages(), at(90, { endedAt: 90 }))
  expect(next.pages[0]?.sessions[0]?.endedAt).toBe(90)
})

test('a session whose start moved back is listed once, at its new place', () => {
  const moved = { ...at(90), startedAt: 65, lastSeenAt: 400 }
  expect(starts(applySessionUpdate(twoPages(), moved))).toEqual([[80], [70, 65, 60]])
})

const event = (ts: number, change: Partial<SessionEvent> = {}): SessionEvent => ({
  eventId: `e-${ts}`,
  name: 'click',
  ts,
  props: {},
  tabId: 't',
  seq: ts,
  ...change,
})
const times = (events: SessionEvent[]) => events.map(({ ts }) => ts)

test('pushed events are kept once, in order', () => {
  const known = addLiveEvents([], [event(3), event(1)])
  expect(times(addLiveEvents(known, [event(2), event(3)]))).toEqual([1, 2, 3])
  expect(addLiveEvents(known, [event(3)])).toBe(known)
})

test('only the newest pushed events are kept', () => {
  const many = Array.from({ length: LIVE_EVENTS_MAX + 3 }, (_, n) => event(n))
  const kept = addLiveEvents([], many)
  expect(kept).toHaveLength(LIVE_EVENTS_MAX)
  expect(kept[0]?.ts).toBe(3)
})

test('pushed events follow the fetched ones, each event once', () => {
  expect(times(mergeEvents([event(1), event(2)], true, [event(2), event(4)]))).toEqual([1, 2, 4])
})

test('while older events are still to be fetched, pushed ones would leave a gap and are not shown', () => {
  expect(times(mergeEvents([event(1)], false, [event(9)]))).toEqual([1])
})

test('a filter by name holds for pushed events too', () => {
  const pushed = [event(5), event(6, { name: 'scroll' })]
  expect(times(mergeEvents([event(1)], true, pushed, 'click'))).toEqual([1, 5])
})

test('what was searched and is not shown is no gap: a session that fits late goes there', () => {
  const sparse: SessionPages = {
    pages: [
      { sessions: [], nextCursor: 'a', searchedTo: 50 },
      { sessions: [at(30)], nextCursor: 'b', searchedTo: 20 },
    ],
    pageParams: [null, 'a'],
  }
  expect(starts(applySessionUpdate(sparse, at(60)))).toEqual([[60], [30]])
  expect(starts(applySessionUpdate(sparse, at(25)))).toEqual([[], [30, 25]])
  expect(applySessionUpdate(sparse, at(10))).toBe(sparse)
})

test('a list in another order takes in no new one, and one that fits no more goes', () => {
  const data = twoPages()
  expect(replaceSession(data, at(95))).toBe(data)
  expect(replaceSession(data, at(80, { clicks: 9, lastSeenAt: 90 })).pages[0]?.sessions[1]?.clicks).toBe(9)
  expect(starts(removeSession(data, at(70)))).toEqual([[90, 80], [60]])
  expect(removeSession(data, at(95))).toBe(data)
})
