// Loose events: whose they are, in which lanes they travel, and that none is counted twice.
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openLanes } from '../../../../core/ingest/lanes.ts'
import { looseBatchesOf } from '../../../../core/ingest/loose-batches.ts'
import { type LooseEvent, retryKeyOf } from '../../../../core/ingest/loose-event.ts'
import { SESSION_MAX_RECENT } from '../../../../core/limits.ts'
import { sessionsOf, whoseIs } from '../../../../core/sessions/derived-session.ts'
import { foldBatch } from '../../../../core/sessions/fold-batch.ts'
import { isRecent, remember } from '../../../../core/sessions/recent-events.ts'
import { eventsOf } from '../../../../core/sessions/session-events.ts'
import type { SessionState } from '../../../../core/sessions/session-state.ts'
import { makeStamped, NOON, uuid } from '../make-batch.ts'

const DAY_MS = 24 * 60 * 60_000

let ids = 0
const uuidOf = (...words: string[]): string => {
  const hex = createHash('md5').update(words.join('|')).digest('hex')
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20),
  ].join('-')
}
const sender = {
  projectId: 'prj_abcdefghijkl',
  receivedAt: NOON,
  sentAt: NOON,
  anonymous: '198.51.100.0 a browser',
  uuidOf,
  newId: () => uuid(80_000 + ++ids),
}
const loose = (parts: Partial<LooseEvent> = {}): LooseEvent => ({ name: 'order_placed', props: {}, ...parts })
const batchesOf = (events: Partial<LooseEvent>[], parts: Partial<typeof sender> = {}) =>
  looseBatchesOf(events.map(loose), { ...sender, ...parts })

describe('whose an event is', () => {
  test('a session and a visitor that are named by a UUID stay those', () => {
    const [batch] = batchesOf([{ sessionId: uuid(1), visitorId: uuid(2) }])
    expect(batch).toMatchObject({ sessionId: uuid(1), visitorId: uuid(2) })
    expect(batch?.events[0]?.props).toEqual({})
  })

  test('a session of another name has one id, whoever sends it, and keeps its name', () => {
    const [first] = batchesOf([{ sessionId: 'session456' }])
    const [again] = batchesOf([{ sessionId: 'session456' }], {
      anonymous: 'another',
      receivedAt: NOON + DAY_MS,
    })
    const [other] = batchesOf([{ sessionId: 'session456' }], { projectId: 'prj_zyxwvutsrqpo' })
    expect(again?.sessionId).toBe(first?.sessionId)
    expect(other?.sessionId).not.toBe(first?.sessionId)
    expect(first?.events[0]?.props).toEqual({ clientSessionId: 'session456' })
    const [own] = batchesOf([{ sessionId: 's', props: { clientSessionId: 'mine' } }])
    expect(own?.events[0]?.props).toEqual({ clientSessionId: 'mine' })
  })

  test('a visitor without a session has one a day, and each event is of its own day', () => {
    const days = batchesOf([
      { visitorId: uuid(2), ts: NOON },
      { visitorId: uuid(2), ts: NOON - 60_000 },
      { visitorId: uuid(2), ts: NOON - 13 * 60 * 60_000 },
    ])
    expect(days.map(({ events }) => events.length)).toEqual([2, 1])
    const [tomorrow] = batchesOf([{ visitorId: uuid(2), ts: NOON }], {
      receivedAt: NOON + 20 * 60 * 60_000,
      sentAt: NOON + 20 * 60 * 60_000,
    })
    expect(tomorrow?.sessionId).toBe(days[0]?.sessionId)
  })

  test('a user is one visitor wherever it is seen; who says nothing is another one every day', () => {
    const [ada] = batchesOf([{ userId: 'ada' }])
    expect(batchesOf([{ userId: 'ada' }], { anonymous: 'elsewhere' })[0]?.visitorId).toBe(ada?.visitorId)
    expect(batchesOf([{ userId: 'bob' }])[0]?.visitorId).not.toBe(ada?.visitorId)
    const [nobody] = batchesOf([{}])
    expect(batchesOf([{}])[0]).toMatchObject({ sessionId: nobody?.sessionId, visitorId: nobody?.visitorId })
    expect(batchesOf([{}], { anonymous: 'elsewhere' })[0]?.visitorId).not.toBe(nobody?.visitorId)
    expect(batchesOf([{}], { receivedAt: NOON + DAY_MS })[0]?.visitorId).not.toBe(nobody?.visitorId)
  })

  test('what has no time gets ours, and says so', () => {
    const [batch] = batchesOf([{}, { ts: NOON - 5 }])
    expect(batch?.events.map(({ ts, untimed }) => [ts, untimed])).toEqual([
      [NOON, true],
      [NOON - 5, undefined],
    ])
  })

  test('X-Session-ID names a session of the tracker, or else a visitor, whose newest sessions can be found', () => {
    const ofTracker = '019ac0de-0000-7000-8000-000000000001'
    expect(whoseIs(ofTracker)).toEqual({ sessionId: ofTracker })
    expect(whoseIs(uuid(7))).toEqual({ visitorId: uuid(7) })
    const [batch] = batchesOf([{ visitorId: uuid(7), ts: NOON - 2 * 60_000 }])
    const found = sessionsOf(
      { projectId: sender.projectId, id: uuid(7), now: NOON + 3 * DAY_MS, days: 30 },
      uuidOf,
    )
    expect(found).toHaveLength(32)
    expect(found.indexOf(batch?.sessionId ?? '')).toBe(4)
  })
})

test('lanes: one session after another shares one, several at once have several, and a lost one never comes back', () => {
  const lanes = openLanes(() => uuid(90_000 + ++ids))
  const first = lanes.borrow()
  lanes.giveBack(first)
  const second = lanes.borrow()
  expect(second).toEqual({ tabId: first.tabId, seq: 1 })
  const beside = lanes.borrow()
  expect(beside.tabId).not.toBe(second.tabId)
  lanes.giveBack(beside)
  expect([lanes.borrow().tabId, lanes.borrow().tabId]).not.toContain(second.tabId)
})

test('a request is named by its events, in any order, if each has an id', () => {
  const events = [{ eventId: uuid(1).toUpperCase() }, { eventId: uuid(2) }]
  expect(retryKeyOf({ events })).toBe(retryKeyOf({ events: events.toReversed() }))
  expect(retryKeyOf({ events })).toBe(retryKeyOf({ events: [{ eventId: uuid(1) }, { eventId: uuid(2) }] }))
  expect(retryKeyOf({ events: [...events, {}] })).toBeUndefined()
  expect(retryKeyOf({ events: [null] })).toBeUndefined()
})

const nextOf = (lane = { tabId: '', seq: 0 }) => ({ tabId: lane.tabId, seq: lane.seq++ })

describe('events that may come again', () => {
  test('are remembered by their whole id, the newest ones', () => {
    // Of version 1, as some servers make them: all end alike.
    const ofMachine = (n: number) => `${n.toString(16).padStart(8, '0')}-9f00-11ef-8000-00155d012345`
    const seen = Array.from({ length: 2 * SESSION_MAX_RECENT }, (_, n) => ofMachine(n))
    const recent = seen.reduce((row, id) => remember(row, [id]), '')
    expect(seen.filter((id) => isRecent(recent, id))).toEqual(seen.slice(SESSION_MAX_RECENT))
    expect(isRecent(recent, (seen.at(-1) ?? '').toUpperCase())).toBe(true)
    expect(recent.length).toBeLessThanOrEqual(8 * SESSION_MAX_RECENT)
  })

  const requests = fc.array(
    fc.record({ lane: fc.nat(2), events: fc.uniqueArray(fc.nat(30), { minLength: 1, maxLength: 6 }) }),
    { minLength: 1, maxLength: 20 },
  )

  test('count once, however they are grouped and sent again, and are shown once', () => {
    fc.assert(
      fc.property(requests, fc.nat(), (sent, cut) => {
        const lanes = [0, 1, 2].map((lane) => ({ tabId: uuid(500 + lane), seq: 0 }))
        const batches = sent.map(({ lane, events }, nth) =>
          makeStamped({
            ...nextOf(lanes[lane]),
            receivedAt: NOON + nth,
            mayRepeat: true,
            events: events.map((n) => ({
              eventId: uuid(60_000 + n),
              ts: NOON + n,
              name: n % 2 ? 'click' : 'buy',
            })),
          }),
        )
        const different = new Set(sent.flatMap(({ events }) => events))
        // A consumer that died is delivered some of it once more.
        const delivered = [...batches, ...batches.slice(cut % batches.length)]
        const state = delivered.reduce<SessionState | undefined>(foldBatch, undefined)
        expect(state?.events).toBe(different.size)
        expect(state?.clicks).toBe([...different].filter((n) => n % 2).length)
        expect(eventsOf(delivered).map(({ eventId }) => eventId)).toEqual(
          [...different].sort((a, b) => a - b).map((n) => uuid(60_000 + n)),
        )
      }),
    )
  })

  test('a tab’s own batches need no such memory, and leave none', () => {
    const state = foldBatch(undefined, makeStamped({}))
    expect(state.recent).toBe('')
  })
})
