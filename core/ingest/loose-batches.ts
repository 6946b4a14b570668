// Makes batches of loose events, one for each session: whose an event is, its own words say, or else who sent it.
import { derivedVisitor, sessionOfDay, type UuidOf } from '../sessions/derived-session.ts'
import { isUuid } from '../text/is-uuid.ts'
import { correctTime } from './correct-clock.ts'
import type { Batch, Event } from './envelope.ts'
import type { LooseEvent } from './loose-event.ts'

export type LooseSender = {
  projectId: string
  receivedAt: number
  /** By the sender's clock; the time of receipt when it did not say. */
  sentAt: number
  /** What stands for a client that says nothing of itself: network and user agent. */
  anonymous: string
  uuidOf: UuidOf
  newId: () => string
}

export type UntimedEvent = Event & { untimed?: true }
/** All of a batch but its place in a tab. */
export type LooseBatch = Pick<Batch, 'visitorId' | 'sessionId' | 'sentAt'> & {
  events: UntimedEvent[]
  /** Some of its events may come again in another batch. */
  mayRepeat: boolean
}

export const looseBatchesOf = (events: LooseEvent[], sender: LooseSender): LooseBatch[] => {
  const batches = new Map<string, LooseBatch>()
  for (const event of events) {
    const { visitorId, sessionId } = placeOf(event, sender)
    const key = `${sessionId}#${visitorId}`
    const batch = batches.get(key) ?? {
      visitorId,
      sessionId,
      sentAt: sender.sentAt,
      events: [],
      mayRepeat: false,
    }
    batch.events.push(plainEvent(event, sender))
    batch.mayRepeat ||= event.eventId !== undefined
    batches.set(key, batch)
  }
  return [...batches.values()]
}

const placeOf = (
  { visitorId, sessionId, userId, ts }: LooseEvent,
  { projectId, receivedAt, sentAt, anonymous, uuidOf }: LooseSender,
): Pick<LooseBatch, 'visitorId' | 'sessionId'> => {
  // By the event's own time: sent again tomorrow it is still of today's session.
  const at = ts === undefined ? receivedAt : correctTime(ts, sentAt, receivedAt)
  const visitor =
    visitorId ?? derivedVisitor({ projectId, userId, sessionName: sessionId, anonymous, at }, uuidOf)
  if (sessionId === undefined) {
    return { visitorId: visitor, sessionId: sessionOfDay({ projectId, visitorId: visitor, at }, uuidOf) }
  }
  return {
    visitorId: visitor,
    sessionId: isUuid(sessionId) ? sessionId : uuidOf('session', projectId, sessionId),
  }
}

const plainEvent = (event: LooseEvent, { sentAt, newId }: LooseSender): UntimedEvent => {
  const { visitorId: _visitor, sessionId, eventId, ts, props, ...rest } = event
  const named = sessionId !== undefined && !isUuid(sessionId) && !('clientSessionId' in props)
  return {
    ...rest,
    eventId: eventId ?? newId(),
    ts: ts ?? sentAt,
    ...(ts === undefined && { untimed: true as const }),
    props: named ? { ...props, clientSessionId: sessionId } : props,
  }
}
