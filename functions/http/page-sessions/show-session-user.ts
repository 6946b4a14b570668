// GET /api/v1/sessions/{sessionId}/user: who the visitor of a session turned out to be.
import { showSessionUser as operation } from '../../../core/api/page-session-operations.ts'
import type { SessionUser } from '../../../core/sessions/page-session.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { checkOwner, noSession, ownSessions } from '../../runtime/http/own-session.ts'
import { type RequestOf, type Route, route } from '../../runtime/http/route.ts'
import type { PeopleStore } from '../../stores/people.ts'
import type { SessionStore } from '../../stores/sessions.ts'
import type { UsageMeter } from '../../stores/usage.ts'

type Deps = {
  sessions: Pick<SessionStore, 'findSome'>
  people: Pick<PeopleStore, 'find'>
  usage: Pick<UsageMeter, 'count'>
  now: () => number
}

export const showSessionUser =
  ({ sessions, people, usage, now }: Deps) =>
  async ({ caller, headers, params: { sessionId } }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    checkOwner(caller, headers, sessionId)
    const { projectId } = caller.project
    await usage.count(projectId, caller.keyId, {})
    const [newest] = await ownSessions(sessions, { projectId, id: sessionId, now: now() })
    if (!newest) throw noSession()
    const visitor = await people.find(projectId, newest.visitorId)
    const session: SessionUser = {
      sessionId,
      userId: visitor?.userId ?? newest.userId,
      userData: null,
      lastSeenAt: newest.lastSeenAt,
    }
    return ok({ session })
  }

export const sessionUserRoute = (deps: Deps): Route => route(operation, showSessionUser(deps))
