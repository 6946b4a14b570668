// GET /api/v1/sessions/{sessionId}/events: what happened in a session, oldest first.
import * as z from 'zod'
import { canonicalName } from '../../core/events/event-names.ts'
import type { StampedBatch } from '../../core/ingest/stamped-batch.ts'
import { decodeCursor, encodeCursor, pageQuerySchema } from '../../core/paging/cursor.ts'
import type { SessionEventList } from '../../core/sessions/session-event.ts'
import { eventPositionSchema, eventsOf, pageOfEvents } from '../../core/sessions/session-events.ts'
import { dynamodb } from '../runtime/clients/dynamodb.ts'
import { s3 } from '../runtime/clients/s3.ts'
import { readEnvironment } from '../runtime/env.ts'
import { type HttpAnswer, ok } from '../runtime/http/answer.ts'
import { foundSession } from '../runtime/http/found-session.ts'
import { http } from '../runtime/http/http.ts'
import { memberOfProject, type ProjectMember } from '../runtime/http/member-access.ts'
import { projects } from '../stores/projects.ts'
import { sessionParts } from '../stores/session-parts.ts'
import { type SessionStore, sessions } from '../stores/sessions.ts'

const querySchema = pageQuerySchema.extend({ name: z.string().max(100).transform(canonicalName).optional() })

type Deps = {
  sessions: Pick<SessionStore, 'find'>
  parts: { readAll(projectId: string, sessionId: string): Promise<StampedBatch[]> }
}
type Request = { caller: ProjectMember; params: { sessionId: string }; query: z.infer<typeof querySchema> }

export const listSessionEvents =
  ({ sessions, parts }: Deps) =>
  async ({ caller: { projectId }, params: { sessionId }, query }: Request): Promise<HttpAnswer> => {
    const after = decodeCursor(eventPositionSchema, query.cursor)
    foundSession(await sessions.find(projectId, sessionId))
    const events = eventsOf(await parts.readAll(projectId, sessionId))
    const page = pageOfEvents(events, { after, limit: query.limit, name: query.name })
    return ok({
      events: page.events,
      nextCursor: page.next === undefined ? null : encodeCursor(page.next),
    } satisfies SessionEventList)
  }

const env = readEnvironment(['SESSIONS_TABLE', 'CONFIGURATION_TABLE', 'SESSION_BUCKET'])

export const handler = http(
  {
    access: memberOfProject(projects(dynamodb, env.CONFIGURATION_TABLE)),
    params: z.object({ sessionId: z.uuid() }),
    query: querySchema,
  },
  listSessionEvents({
    sessions: sessions(dynamodb, env.SESSIONS_TABLE, Date.now),
    parts: sessionParts(s3, env.SESSION_BUCKET),
  }),
)
