// Batches for the tests of core: whole by default, each part replaceable.
import type { Batch, Event } from '../../../core/ingest/envelope.ts'
import type { ClientFacts, StampedBatch, StampedEvent } from '../../../core/ingest/stamped-batch.ts'

/** A UUID that a test can read: its number at the end. */
export const uuid = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`

export const NOON = Date.UTC(2026, 10, 20, 12)

export const client: ClientFacts = {
  ip: '198.51.100.0',
  country: 'NO',
  browser: 'Firefox',
  os: 'Linux',
  device: 'desktop',
  bot: false,
}

let events = 0

export const makeEvent = (parts: Partial<Event> = {}): Event => ({
  eventId: uuid(++events),
  name: 'click',
  ts: NOON,
  props: {},
  ...parts,
})

export const makeBatch = (parts: Partial<Batch> = {}): Batch => ({
  v: 1,
  visitorId: uuid(901),
  sessionId: uuid(902),
  tabId: uuid(903),
  seq: 0,
  sentAt: NOON,
  events: [makeEvent()],
  ...parts,
})

export const makeStamped = (
  parts: Partial<Omit<StampedBatch, 'events'>> & { events?: Partial<StampedEvent>[] } = {},
): StampedBatch => ({
  v: 1,
  projectId: 'prj_abcdefghijkl',
  visitorId: uuid(901),
  sessionId: uuid(902),
  tabId: uuid(903),
  seq: 0,
  receivedAt: NOON,
  clockOffsetMs: 0,
  client,
  ...parts,
  events: (parts.events ?? [{}]).map((event) => makeEvent(event)),
})
