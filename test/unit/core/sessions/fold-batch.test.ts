import { expect, test } from 'vitest'
import type { StampedBatch } from '../../../../core/ingest/stamped-batch.ts'
import { SESSION_IDLE_MS, SESSION_MAX_MS, SESSION_MAX_TABS } from '../../../../core/limits.ts'
import { foldBatch } from '../../../../core/sessions/fold-batch.ts'
import { sessionSchema } from '../../../../core/sessions/session.ts'
import { finishSession, isOver } from '../../../../core/sessions/session-rules.ts'
import { sessionStateSchema } from '../../../../core/sessions/session-state.ts'
import { toSession } from '../../../../core/sessions/to-session.ts'
import { makeStamped, NOON, uuid } from '../make-batch.ts'

const fold = (batches: StampedBatch[]) => {
  const [first = makeStamped(), ...rest] = batches
  return rest.reduce(foldBatch, foldBatch(undefined, first))
}

test('a session is what its events say', () => {
  const state = fold([
    makeStamped({
      events: [
        { name: 'page_view', ts: NOON, url: 'https://shop.example/', referrer: 'https://search.example/' },
        { name: 'click', ts: NOON + 1_000 },
      ],
    }),
    makeStamped({
      seq: 1,
      replay: { format: 'rrweb-2', events: [{}] },
      events: [
        { name: 'page_view', ts: NOON + 2_000, url: 'https://shop.example/cart', userId: 'ada' },
        { name: 'error_occurred', ts: NOON + 3_000 },
      ],
    }),
  ])
  expect(sessionSchema.parse(toSession(state))).toMatchObject({
    startedAt: NOON,
    lastSeenAt: NOON + 3_000,
    endedAt: null,
    durationMs: 3_000,
    entryUrl: 'https://shop.example/',
    exitUrl: 'https://shop.example/cart',
    referrer: 'https://search.example/',
    userId: 'ada',
    events: 4,
    pageViews: 2,
    clicks: 1,
    errors: 1,
    hasReplay: true,
    browser: 'Firefox',
    country: 'NO',
  })
})

test('a second batch with the same seq changes nothing', () => {
  const state = fold([makeStamped()])
  expect(foldBatch(state, makeStamped())).toBe(state)
})

test('each tab has its own count of batches', () => {
  expect(fold([makeStamped({ seq: 5 }), makeStamped({ seq: 0, tabId: uuid(7) })]).events).toBe(2)
})

test('a tab that lags behind does not turn back entry, exit or user', () => {
  const state = fold([
    makeStamped({ events: [{ ts: NOON + 5_000, url: 'https://b.test/', userId: 'late' }] }),
    makeStamped({ tabId: uuid(7), events: [{ ts: NOON, url: 'https://a.test/', userId: 'early' }] }),
  ])
  expect(state).toMatchObject({ entryUrl: 'https://a.test/', exitUrl: 'https://b.test/', userId: 'late' })
})

test('a batch of nothing but a recording begins a session', () => {
  const state = fold([makeStamped({ events: [], replay: { format: 'rrweb-2', events: [{}] } })])
  expect(toSession(state)).toMatchObject({ startedAt: NOON, durationMs: 0, events: 0, hasReplay: true })
})

test('the tab silent longest is forgotten, and its old batches are still not counted twice', () => {
  const tabs = Array.from({ length: SESSION_MAX_TABS + 6 }, (_, tab) =>
    makeStamped({ tabId: uuid(tab), receivedAt: NOON + tab }),
  )
  const state = fold(tabs)
  expect(Object.keys(state.tabs)).toHaveLength(SESSION_MAX_TABS)
  expect(state.tabs).not.toHaveProperty(uuid(0))
  expect(tabs.reduce(foldBatch, state)).toBe(state)
  expect(foldBatch(state, makeStamped({ tabId: uuid(0), seq: 1, receivedAt: NOON + 9_000 })).events).toBe(
    state.events + 1,
  )
})

test('a session is over after 30 minutes without an event, not before', () => {
  const state = fold([makeStamped()])
  expect(isOver(state, NOON + SESSION_IDLE_MS - 1)).toBe(false)
  expect(finishSession(state, NOON + SESSION_IDLE_MS - 1)).toBe(state)
  expect(finishSession(state, NOON + SESSION_IDLE_MS).endedAt).toBe(NOON)
})

test('a session is over after 24 hours, however busy', () => {
  const end = NOON + SESSION_MAX_MS
  const state = fold([makeStamped(), makeStamped({ seq: 1, events: [{ ts: end - 1 }] })])
  expect(isOver(state, end - 1)).toBe(false)
  expect(isOver(state, end)).toBe(true)
})

test('a finished session goes on when the visit did, and ends later when a batch was only late', () => {
  const finished = finishSession(fold([makeStamped()]), NOON + SESSION_IDLE_MS)
  const event = { ts: NOON + SESSION_IDLE_MS - 1 }
  const soon = makeStamped({ seq: 1, receivedAt: NOON + SESSION_IDLE_MS + 5_000, events: [event] })
  expect(foldBatch(finished, soon).endedAt).toBeNull()
  expect(foldBatch(finished, { ...soon, receivedAt: NOON + 3 * SESSION_IDLE_MS }).endedAt).toBe(event.ts)
})

test('what is kept of a session can be read back', () => {
  const state = fold([makeStamped()])
  expect(sessionStateSchema.parse(JSON.parse(JSON.stringify(state)))).toEqual(state)
})

test('how long a session may be idle is what its project said last', () => {
  const rules = { idleMinutes: 1, keepDays: 7, replayDays: 7 }
  const short = fold([makeStamped({ rules })])
  expect(isOver(short, NOON + 60_000 - 1)).toBe(false)
  expect(isOver(short, NOON + 60_000)).toBe(true)
  const long = foldBatch(
    short,
    makeStamped({ seq: 1, receivedAt: NOON + 1, rules: { ...rules, idleMinutes: 600, keepDays: 365 } }),
  )
  expect(long).toMatchObject({ idleMinutes: 600, keepDays: 365 })
  expect(isOver(long, NOON + SESSION_IDLE_MS)).toBe(false)
  expect(foldBatch(long, makeStamped({ seq: 2, receivedAt: NOON + 2 })).idleMinutes).toBe(600)
})

test('a session goes on over midnight', () => {
  const midnight = Date.UTC(2026, 10, 21)
  const state = fold([
    makeStamped({ events: [{ ts: midnight - 1 }] }),
    makeStamped({ seq: 1, receivedAt: midnight + 1, events: [{ ts: midnight + 1 }] }),
  ])
  expect(isOver(state, midnight + 1)).toBe(false)
  expect(toSession(state)).toMatchObject({ events: 2, durationMs: 2 })
})

test('attention ends half a minute after an event, and never lasts longer than the session', () => {
  const at = (...seconds: number[]) => seconds.map((second) => ({ ts: NOON + second * 1_000 }))
  const state = fold([makeStamped({ events: at(10, 0) }), makeStamped({ seq: 1, events: at(200, 205) })])
  expect(toSession(state).engagedMs).toBe(10_000 + 30_000 + 5_000)
  const twoTabs = fold([
    makeStamped({ events: at(0, 20) }),
    makeStamped({ tabId: uuid(7), events: at(0, 20) }),
  ])
  expect(toSession(twoTabs)).toMatchObject({ durationMs: 20_000, engagedMs: 20_000 })
})

test('activity is told in at most sixty columns, which widen as the session grows', () => {
  const events = Array.from({ length: 100 }, (_, minute) => ({ ts: NOON + minute * 60_000 }))
  const { activity } = fold([makeStamped({ events })])
  expect(activity).toMatchObject({ minutes: 2, from: NOON })
  expect(activity.counts).toEqual(Array(50).fill(2))
})

test('campaign and referring host are read from the first page', () => {
  const url =
    'https://shop.example/a?utm_source=news+letter&UTM_campaign=%C3%A9t%C3%A9&utm_term=%zz#utm_medium=no'
  const referrer = 'https://user@Search.example:8443/find?q=1'
  expect(toSession(fold([makeStamped({ events: [{ name: 'page_view', url, referrer }] })]))).toMatchObject({
    referrerHost: 'search.example',
    pages: ['/a'],
    utm: { source: 'news letter', medium: null, campaign: 'été', term: '%zz', content: null },
  })
})
