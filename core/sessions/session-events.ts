// The events of a session out of its stored batches, however often and in whatever cut they were stored.
import * as z from 'zod'
import type { StampedBatch } from '../ingest/stamped-batch.ts'
import { SESSION_EVENTS_PAGE_MAX_CHARS } from '../limits.ts'
import { onceEach } from './once-each.ts'
import type { SessionEvent } from './session-event.ts'

/** Where an event stands in its session; no two events share one. */
export const eventPositionSchema = z.tuple([
  z.number().int(),
  z.number().int().nonnegative(),
  z.uuid(),
  z.uuid(),
])

export type EventPosition = z.infer<typeof eventPositionSchema>

export const positionOf = ({ ts, seq, tabId, eventId }: SessionEvent): EventPosition => [
  ts,
  seq,
  tabId,
  eventId,
]

/** Each (tab, seq) once, and of an event that was sent in several batches the first that came; oldest first. */
export const eventsOf = (batches: StampedBatch[]): SessionEvent[] =>
  firstOfEach(
    onceEach(batches)
      .sort((a, b) => a.receivedAt - b.receivedAt || (a.tabId < b.tabId ? -1 : 1))
      .flatMap(sessionEventsOf),
  ).sort((a, b) => comparePositions(positionOf(a), positionOf(b)))

const firstOfEach = (events: SessionEvent[]): SessionEvent[] => {
  const seen = new Set<string>()
  return events.filter(({ eventId }) => !seen.has(eventId) && seen.add(eventId))
}

export const sessionEventsOf = ({ tabId, seq, events }: StampedBatch): SessionEvent[] =>
  events.map((event) => ({ ...event, tabId, seq }))

export type EventPage = { events: SessionEvent[]; next: EventPosition | undefined }

export const pageOfEvents = (
  events: SessionEvent[],
  { after, limit, name }: { after: EventPosition | undefined; limit: number; name: string | undefined },
): EventPage => {
  const wanted = events.filter(
    (event) =>
      (name === undefined || event.name === name) &&
      (after === undefined || comparePositions(positionOf(event), after) > 0),
  )
  const page = wanted.slice(0, fitting(wanted.slice(0, limit)))
  const last = page.at(-1)
  return { events: page, next: last && wanted.length > page.length ? positionOf(last) : undefined }
}

/** How many of them one answer has room for: one at least. */
const fitting = (events: readonly SessionEvent[]): number => {
  let chars = 0
  const over = events.findIndex((event) => {
    chars += JSON.stringify(event).length
    return chars > SESSION_EVENTS_PAGE_MAX_CHARS
  })
  return over < 0 ? events.length : Math.max(1, over)
}

export const comparePositions = (a: EventPosition, b: EventPosition): number => {
  for (const at of [0, 1, 2, 3] as const) {
    const left = a[at]
    const right = b[at]
    if (left !== right) return left < right ? -1 : 1
  }
  return 0
}
