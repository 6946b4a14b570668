// How long somebody attended to a session: the time between the events of a tab, long silences cut short.
import type { StampedEvent } from '../ingest/stamped-batch.ts'
import { SESSION_ENGAGED_GAP_MS } from '../limits.ts'

/** A tab delivers in order, so what its next batch adds depends on nothing but when it was last heard of. */
export const engagedIn = (
  events: Pick<StampedEvent, 'ts'>[],
  lastAt: number | null,
): { engagedMs: number; lastAt: number | null } => {
  let engagedMs = 0
  let last = lastAt
  for (const ts of events.map((event) => event.ts).sort((a, b) => a - b)) {
    if (last !== null && ts > last) engagedMs += Math.min(ts - last, SESSION_ENGAGED_GAP_MS)
    last = Math.max(last ?? ts, ts)
  }
  return { engagedMs, lastAt: last }
}
