// One list of a session's events from what was fetched and what was pushed since, each event once, in order.
import type { SessionEvent } from '../../../core/sessions/session-event.ts'

/** Pushed events kept: a page watched for hours stays light, and a reload shows all of them. */
export const LIVE_EVENTS_MAX = 5_000

const inOrder = (a: SessionEvent, b: SessionEvent): number =>
  a.ts - b.ts || a.seq - b.seq || (a.eventId < b.eventId ? -1 : 1)

export const addLiveEvents = (known: SessionEvent[], pushed: SessionEvent[]): SessionEvent[] => {
  const ids = new Set(known.map((event) => event.eventId))
  const fresh = pushed.filter((event) => !ids.has(event.eventId))
  if (fresh.length === 0) return known
  return [...known, ...fresh].sort(inOrder).slice(-LIVE_EVENTS_MAX)
}

/**
 * Pushed events join only when the stored ones have been read to their end; before that there would be a gap.
 * They stay apart from the fetched ones, so that fetching again cannot lose what is not stored yet.
 */
export const mergeEvents = (
  fetched: SessionEvent[],
  complete: boolean,
  pushed: SessionEvent[],
  name?: string,
): SessionEvent[] => {
  if (!complete) return fetched
  const ids = new Set(fetched.map((event) => event.eventId))
  const tail = pushed.filter((event) => !ids.has(event.eventId) && (!name || event.name === name))
  return tail.length === 0 ? fetched : [...fetched, ...tail].sort(inOrder)
}
