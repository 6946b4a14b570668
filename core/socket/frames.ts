// What travels over the WebSocket: every frame is `{event, data}`, both ways.
import * as z from 'zod'
import type { ToldMessage } from '../conversations/conversation.ts'
import type { FieldError } from '../errors.ts'
import { PRESENCE_MAX_WATCHED } from '../limits.ts'
import { type Status, statusSchema } from '../presence/presence.ts'
import { siteUserIdSchema } from '../presence/user-token.ts'
import type { Session } from '../sessions/session.ts'
import type { SessionEvent } from '../sessions/session-event.ts'

/** The sub-protocol that a client offers before its ticket: `['playhead.v1', ticket]`. */
export const SOCKET_PROTOCOL = 'playhead.v1'

const userIdsSchema = z.array(siteUserIdSchema).min(1).max(PRESENCE_MAX_WATCHED)

export const clientFrameSchema = z.discriminatedUnion('event', [
  /** A sign of life, which renews a lease; `idle` says that nobody has touched anything for a while. */
  z.object({ event: z.literal('ping'), data: z.object({ idle: z.boolean().optional() }).optional() }),
  /** These users, too: their present state is answered, and each change of it follows. */
  z.object({ event: z.literal('watch'), data: z.object({ userIds: userIdsSchema }) }),
  z.object({ event: z.literal('unwatch'), data: z.object({ userIds: userIdsSchema }) }),
  /** How the user of this connection is, on this connection; `hidden` is of the user, wherever it is connected. */
  z.object({
    event: z.literal('update_presence'),
    data: z.object({
      userId: siteUserIdSchema.optional(),
      status: statusSchema,
      hidden: z.boolean().optional(),
    }),
  }),
  /** A member follows all users of the project. */
  z.object({ event: z.literal('watch_people'), data: z.object({}).optional() }),
  z.object({ event: z.literal('unwatch_people'), data: z.object({}).optional() }),
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

export const presenceUpdateSchema = z.object({
  userId: z.string(),
  username: z.string().nullable(),
  status: statusSchema,
  timestamp: z.iso.datetime(),
  /** Counts the changes of this user: what comes with the same one again, or a lower one, is nothing new. */
  version: z.number().int().nonnegative(),
  /** Of one who is offline, unless that is hidden. */
  lastSeen: z.iso.datetime().optional(),
})

export type PresenceUpdate = z.infer<typeof presenceUpdateSchema>

export type ServerFrame =
  | { event: 'pong'; data: { at: number } }
  | { event: 'watching'; data: { sessionId: string | null } }
  | { event: 'unwatched'; data: { sessionId: string } }
  | { event: 'session_update'; data: { session: Session } }
  | { event: 'session_events'; data: { sessionId: string; events: SessionEvent[] } }
  | { event: 'session_replay'; data: ReplayPiece }
  | { event: 'presence_update'; data: PresenceUpdate }
  /** To those who take part in the conversation, on every device of theirs. */
  | { event: 'message'; data: { conversationId: string; message: ToldMessage } }
  | { event: 'presence_set'; data: { status: Status; hidden?: boolean } }
  | { event: 'unwatched_users'; data: { userIds: string[] } }
  | { event: 'watching_people' | 'unwatched_people'; data: Record<string, never> }
  | { event: 'error'; data: { code: string; message: string; fields?: FieldError[] } }
