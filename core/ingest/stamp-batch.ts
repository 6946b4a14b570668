// Turns what a page sent into what travels on the stream: our clock, our names, no obvious secrets.
import { canonicalName } from '../events/event-names.ts'
import { clockOffset, correctTime } from './correct-clock.ts'
import type { Batch } from './envelope.ts'
import type { UntimedEvent } from './loose-batches.ts'
import { scrubEvent } from './scrub.ts'
import { sessionOfBatch } from './session-of-batch.ts'
import type { BatchRules, ClientFacts, StampedBatch, StampedEvent } from './stamped-batch.ts'

export type Stamp = {
  projectId: string
  receivedAt: number
  client: ClientFacts
  /** The project wants no texts of its pages. */
  maskText?: boolean
  rules?: BatchRules
  mayRepeat?: boolean
  over?: boolean
  metadata?: StampedBatch['metadata']
}

export const stampBatch = (
  batch: Batch,
  {
    projectId,
    receivedAt,
    client,
    maskText = false,
    rules,
    mayRepeat = false,
    over = false,
    metadata,
  }: Stamp,
): StampedBatch => ({
  v: 1,
  projectId,
  visitorId: batch.visitorId,
  sessionId: sessionOfBatch(batch),
  tabId: batch.tabId,
  seq: batch.seq,
  receivedAt,
  clockOffsetMs: clockOffset(batch.sentAt, receivedAt),
  events: batch.events.map((event) =>
    stampEvent(maskText ? withoutText(event) : event, batch.sentAt, receivedAt),
  ),
  ...(batch.replay && { replay: batch.replay }),
  client,
  ...(rules && { rules }),
  ...(mayRepeat && { mayRepeat }),
  ...(over && { over }),
  ...(metadata && { metadata }),
})

const stampEvent = (event: UntimedEvent, sentAt: number, receivedAt: number): StampedEvent => {
  const name = canonicalName(event.name)
  return {
    ...scrubEvent(event),
    name,
    ...(name !== event.name && { rawName: event.name }),
    ts: correctTime(event.ts, sentAt, receivedAt),
  }
}

const withoutText = (event: UntimedEvent): UntimedEvent => {
  if (event.target?.text === undefined) return event
  const { text: _text, ...target } = event.target
  return { ...event, target }
}
