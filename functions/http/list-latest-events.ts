// GET /api/v1/sessions/{sessionId}/latest-events: the newest events of a session or of its visitor, oldest first.
import { listLatestEvents as operation } from '../../core/api/page-session-operations.ts'
import type { StampedBatch } from '../../core/ingest/stamped-batch.ts'
import type { LatestEvents } from '../../core/sessions/page-session.ts'
import type { SessionEvent } from '../../core/sessions/session-event.ts'
import { comparePositions, eventsOf, positionOf } from '../../core/sessions/session-events.ts'
import { gate, usage } from '../gate/gate.ts'
import { dynamodb } from '../runtime/clients/dynamodb.ts'
import { s3 } from '../runtime/clients/s3.ts'
import { readEnvironment } from '../runtime/env.ts'
import { type HttpAnswer, ok } from '../runtime/http/answer.ts'
import { http } from '../runtime/http/http.ts'
import { checkOwner, noSession, ownSessions } from '../runtime/http/own-session.ts'
import { type RequestOf, route } from '../runtime/http/route.ts'
import { sessionParts } from '../stores/session-parts.ts'
import { type SessionStore, sessions } from '../stores/sessions.ts'
import type { UsageMeter } from '../stores/usage.ts'

type Deps = {
  sessions: Pick<SessionStore, 'findSome'>
  parts: { readAll(projectId: string, sessionId: string): Promise<StampedBatch[]> }
  usage: Pick<UsageMeter, 'count'>
  now: () => number
}

export const listLatestEvents =
  ({ sessions, parts, usage, now }: Deps) =>
  async ({
    caller,
    headers,
    params: { sessionId },
    query: { limit },
  }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    checkOwner(caller, headers, sessionId)
    const { projectId } = caller.project
    await usage.count(projectId, caller.keyId, {})
    const found = await ownSessions(sessions, { projectId, id: sessionId, now: now() })
    if (found.length === 0) throw noSession()
    const events: SessionEvent[] = []
    for (const session of found) {
      if (events.length >= limit) break
      events.push(...eventsOf(await parts.readAll(projectId, session.sessionId)))
    }
    const inOrder = events.sort((a, b) => comparePositions(positionOf(a), positionOf(b)))
    return ok({ events: inOrder.slice(-limit) } satisfies LatestEvents)
  }

const env = readEnvironment(['SESSIONS_TABLE', 'SESSION_BUCKET'])

export const handler = http(
  gate,
  route(
    operation,
    listLatestEvents({
      sessions: sessions(dynamodb, env.SESSIONS_TABLE, Date.now),
      parts: sessionParts(s3, env.SESSION_BUCKET),
      usage,
      now: Date.now,
    }),
  ),
)
