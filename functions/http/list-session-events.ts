// GET /api/v1/sessions/{sessionId}/events: what happened in a session, oldest first.
import { listSessionEvents as operation } from '../../core/api/session-operations.ts'
import type { StampedBatch } from '../../core/ingest/stamped-batch.ts'
import { withoutPerson, withoutTraits } from '../../core/people/pseudonym.ts'
import { checkMayLook } from '../../core/projects/check-may.ts'
import { keptSession } from '../../core/sessions/kept-session.ts'
import type { SessionEventList } from '../../core/sessions/session-event.ts'
import { eventPositionSchema, eventsOf, pageOfEvents } from '../../core/sessions/session-events.ts'
import { gate } from '../gate/gate.ts'
import { dynamodb } from '../runtime/clients/dynamodb.ts'
import { s3 } from '../runtime/clients/s3.ts'
import { readEnvironment } from '../runtime/env.ts'
import { type HttpAnswer, ok } from '../runtime/http/answer.ts'
import { foundSession } from '../runtime/http/found-session.ts'
import { http } from '../runtime/http/http.ts'
import { type RequestOf, route } from '../runtime/http/route.ts'
import { sessionParts } from '../stores/session-parts.ts'
import { type SessionStore, sessions } from '../stores/sessions.ts'

type Deps = {
  sessions: Pick<SessionStore, 'find'>
  now: () => number
  parts: { readAll(projectId: string, sessionId: string): Promise<StampedBatch[]> }
}

export const listSessionEvents =
  ({ sessions, parts, now }: Deps) =>
  async ({
    caller: { projectId, retention, may },
    params: { sessionId },
    query,
    cursors,
  }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const after = cursors.read(eventPositionSchema, query.cursor)
    const state = foundSession(keptSession(await sessions.find(projectId, sessionId), retention, now()))
    checkMayLook(may, state)
    const stored = eventsOf(await parts.readAll(projectId, sessionId))
    const events = may.personal
      ? stored
      : stored.map((event) => withoutTraits(withoutPerson(event, state.visitorId)))
    const page = pageOfEvents(events, { after, limit: query.limit, name: query.name })
    return ok({ events: page.events, nextCursor: cursors.write(page.next) } satisfies SessionEventList)
  }

const env = readEnvironment(['SESSIONS_TABLE', 'SESSION_BUCKET'])

export const handler = http(
  gate,
  route(
    operation,
    listSessionEvents({
      sessions: sessions(dynamodb, env.SESSIONS_TABLE, Date.now),
      parts: sessionParts(s3, env.SESSION_BUCKET),
      now: Date.now,
    }),
  ),
)
