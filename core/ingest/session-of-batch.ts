// Which session a batch belongs to: a page that keeps one id for days has one session a day.
import { SESSION_MAX_MS } from '../limits.ts'
import type { Batch } from './envelope.ts'

/** The first 48 bits of a UUID of version 7 are the time at which it was made. */
const VERSION_7 = /^([0-9a-f]{8})-([0-9a-f]{4})-7/i
const TIME_MAX = 2 ** 48

/**
 * 24 hours after its id was made a session is another, whose id is the same with a later time in it. Id and events
 * are of the page's own clock, so a batch that is sent twice has the same session both times, whatever ours says.
 */
export const sessionOfBatch = (batch: Pick<Batch, 'sessionId' | 'sentAt' | 'events' | 'replay'>): string => {
  const { sessionId } = batch
  const [, high, low] = VERSION_7.exec(sessionId) ?? []
  if (high === undefined || low === undefined) return sessionId
  const madeAt = Number.parseInt(high + low, 16)
  const days = Math.floor((timeOf(batch) - madeAt) / SESSION_MAX_MS)
  const movedTo = madeAt + days * SESSION_MAX_MS
  if (days < 1 || movedTo >= TIME_MAX) return sessionId
  const time = movedTo.toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}${sessionId.slice(13)}`
}

const timeOf = ({ sentAt, events, replay }: Pick<Batch, 'sentAt' | 'events' | 'replay'>): number => {
  const recorded = replay?.events[0]
  const recordedAt =
    recorded && typeof recorded === 'object' && 'timestamp' in recorded ? recorded['timestamp'] : undefined
  return events[0]?.ts ?? (typeof recordedAt === 'number' ? recordedAt : sentAt)
}
