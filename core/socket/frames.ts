// What travels over the WebSocket: every frame is `{event, data}`, both ways.
import * as z from 'zod'
import type { Session } from '../sessions/session.ts'
import type { SessionEvent } from '../sessions/session-event.ts'

/** The sub-protocol that a client offers before its ticket: `['playhead.v1', ticket]`. */
export const SOCKET_PROTOCOL = 'playhead.v1'

export const clientFrameSchema = z.discriminatedUnion('event', [
  z.object({ event: z.literal('ping'), data: z.object({}).optional() }),
  /** A member follows one session: its events arrive as `session_events`. */
  z.object({ event: z.literal('watch_session'), data: z.object({ sessionId: z.uuid() }) }),
  /** A member follows the session list of the ticket's project: `session_update` for each change. */
  z.object({ event: z.literal('watch_sessions'), data: z.object({}).optional() }),
])

export type ClientFrame = z.infer<typeof clientFrameSchema>

export type ServerFrame =
  | { event: 'pong'; data: { at: number } }
  | { event: 'watching'; data: { sessionId: string | null } }
  | { event: 'session_update'; data: { session: Session } }
  | { event: 'session_events'; data: { sessionId: string; events: SessionEvent[] } }
  | { event: 'error'; data: { code: string; message: string } }
