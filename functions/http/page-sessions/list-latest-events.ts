// GET /api/v1/sessions/{sessionId}/latest-events: the newest events of a session or of its visitor, oldest first.
import { listLatestEvents as operation } from '../../../core/api/page-session-operations.ts'
import type { StampedBatch } from '../../../core/ingest/stamped-batch.ts'
import type { LatestEvents } from '../../../core/sessions/page-session.ts'
import type { SessionEvent } from '../../../core/sessions/session-event.ts'
import { comparePositions, eventsOf, positionOf } from '../../../core/sessions/session-events.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { type RequestOf, type Route, route } from '../../runtime/http/route.ts'
import type { SessionStore } from '../../stores/sessions.ts'
import type { UsageMeter } from '../../stores/usage.ts'
import { checkOwner, noSession, ownSessions } from './own-session.ts'

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

export const latestEventsRoute = (deps: Deps): Route => route(operation, listLatestEvents(deps))
