// Cuts events into frames that a WebSocket carries.
import { SOCKET_FRAME_MAX_BYTES } from '../limits.ts'
import type { SessionEvent } from '../sessions/session-event.ts'
import { utf8Length } from '../text/utf8-length.ts'
import type { ServerFrame } from './frames.ts'

type EventsFrame = Extract<ServerFrame, { event: 'session_events' }>

export const sessionEventFrames = (
  sessionId: string,
  events: SessionEvent[],
  maxBytes = SOCKET_FRAME_MAX_BYTES,
): EventsFrame[] => {
  const room = maxBytes - utf8Length(JSON.stringify(frame(sessionId, [])))
  const frames: EventsFrame[] = []
  let held: SessionEvent[] = []
  let bytes = 0
  for (const event of events.map((whole) => fitting(whole, room))) {
    const size = sizeOf(event)
    if (held.length > 0 && bytes + size > room) {
      frames.push(frame(sessionId, held))
      held = []
      bytes = 0
    }
    held.push(event)
    bytes += size
  }
  return held.length > 0 ? [...frames, frame(sessionId, held)] : frames
}

/** An event too large for any frame is shown without what makes it large; the inspector has it whole. */
const fitting = (event: SessionEvent, room: number): SessionEvent => {
  const { eventId, name, ts, tabId, seq } = event
  return sizeOf(event) <= room ? event : { eventId, name, ts, tabId, seq, props: { truncated: true } }
}

const sizeOf = (event: SessionEvent): number => utf8Length(JSON.stringify(event)) + 1

const frame = (sessionId: string, events: SessionEvent[]): EventsFrame => ({
  event: 'session_events',
  data: { sessionId, events },
})

export const fitsFrame = (frame: ServerFrame): boolean =>
  utf8Length(JSON.stringify(frame)) <= SOCKET_FRAME_MAX_BYTES
