// What travels over the WebSocket: every frame is `{event, data}`, both ways.
import * as z from 'zod'
import type { Session } from '../sessions/session.ts'
import type { SessionEvent } from '../sessions/session-event.ts'

/** The sub-protocol that a client offers before its ticket: `['playhead.v1', ticket]`. */
export const SOCKET_PROTOCOL = 'playhead.v1'

export const clientFrameSchema = z.discriminatedUnion('event', [
  z.object({ event: z.literal('ping'), data: z.object({}).optional() }),
  /** A member follows one session: its events arrive as `session_events`, with `replay` its recording, too. */
  z.object({
    event: z.literal('watch_session'),
    data: z.object({ sessionId: z.uuid(), replay: z.boolean().optional() }),
  }),
  /** Nothing more of it is pushed, and its page need not hurry any more. */
  z.object({ event: z.literal('unwatch_session'), data: z.object({ sessionId: z.uuid() }) }),
  /** A member follows the session list of the ticket's project: `session_update` for each change. */
  z.object({ event: z.literal('watch_sessions'), data: z.object({}).optional() }),
])

export type ClientFrame = z.infer<typeof clientFrameSchema>

/** What a tab recorded in one batch: the pieces of one batch, put together in their order, are gzip of a JSON array. */
export const replayPieceSchema = z.object({
  sessionId: z.uuid(),
  tabId: z.uuid(),
  seq: z.number().int().nonnegative(),
  format: z.string(),
  /** Milliseconds that bring the page's times to our clock. */
  clockOffsetMs: z.number(),
  part: z.number().int().nonnegative(),
  parts: z.number().int().positive(),
  /** Base64. */
  data: z.string(),
})

export type ReplayPiece = z.infer<typeof replayPieceSchema>

export type ServerFrame =
  | { event: 'pong'; data: { at: number } }
  | { event: 'watching'; data: { sessionId: string | null } }
  | { event: 'unwatched'; data: { sessionId: string } }
  | { event: 'session_update'; data: { session: Session } }
  | { event: 'session_events'; data: { sessionId: string; events: SessionEvent[] } }
  | { event: 'session_replay'; data: ReplayPiece }
  | { event: 'error'; data: { code: string; message: string } }
