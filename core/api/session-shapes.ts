// Sessions as clients of the older paths read them: named by `X-Session-ID`, with times as ISO text.
import * as z from 'zod'
import { type JsonValue, jsonValueSchema } from '../json/json-value.ts'
import {
  givenMetadataSchema,
  type LatestEvents,
  type PageSession,
  type SessionUser,
} from '../sessions/page-session.ts'
import { aliasShape } from './alias-shape.ts'
import { sessionHeader } from './event-shapes.ts'

const members = z.record(z.string(), jsonValueSchema)
const success = z.literal(true)

const userShape = {
  sessionId: z.uuid(),
  userId: z.string().nullable(),
  userData: members.nullable(),
  lastSeen: z.iso.datetime(),
}

const touchedSchema = z.object({ metadata: givenMetadataSchema.optional() })

export const createOrRefresh = aliasShape({
  says: 'Takes `{metadata?}` with the header `X-Session-ID`, answers 200 `{success: true, session: {sessionId, userId, userData, lastSeen, metadata}}`.',
  takes: touchedSchema,
  headers: sessionHeader,
  adapt: (
    { metadata }: z.infer<typeof touchedSchema>,
    { 'x-session-id': sessionId }: z.infer<typeof sessionHeader>,
  ) => ({ sessionId, metadata }),
  answers: { 200: z.object({ success, session: z.object({ ...userShape, metadata: members }) }) },
  answer: ({ status, body }) => {
    const { lastSeenAt, metadata, ...session } = (body as { session: PageSession }).session
    return { status, body: { success: true, session: { ...session, lastSeen: isoOf(lastSeenAt), metadata } } }
  },
})

export const userOfSession = aliasShape({
  says: 'Answers 200 `{success: true, session: {sessionId, userId, userData, lastSeen}}`.',
  answers: { 200: z.object({ success, session: z.object(userShape) }) },
  answer: ({ status, body }) => {
    const { lastSeenAt, ...session } = (body as { session: SessionUser }).session
    return { status, body: { success: true, session: { ...session, lastSeen: isoOf(lastSeenAt) } } }
  },
})

export const eventsOfSession = aliasShape({
  says: 'Answers 200 `{success: true, events: [{eventType, payload, timestamp}]}`, the newest 50 unless `limit` says otherwise, oldest first.',
  answers: {
    200: z.object({
      success,
      events: z.array(z.object({ eventType: z.string(), payload: members, timestamp: z.iso.datetime() })),
    }),
  },
  answer: ({ status, body }) => ({
    status,
    body: {
      success: true,
      events: (body as LatestEvents).events.map(({ rawName, name, props, ts }) => ({
        eventType: rawName ?? name,
        payload: props satisfies Record<string, JsonValue>,
        timestamp: isoOf(ts),
      })),
    },
  }),
})

const isoOf = (at: number): string => new Date(at).toISOString()
