// GET /api/v1/sessions/{sessionId}: one session.
import { getSession as operation } from '../../core/api/session-operations.ts'
import { withoutPerson } from '../../core/people/pseudonym.ts'
import { keptSession } from '../../core/sessions/kept-session.ts'
import { toSession } from '../../core/sessions/to-session.ts'
import { gate } from '../gate/gate.ts'
import { dynamodb } from '../runtime/clients/dynamodb.ts'
import { readEnvironment } from '../runtime/env.ts'
import { type HttpAnswer, ok } from '../runtime/http/answer.ts'
import { foundSession } from '../runtime/http/found-session.ts'
import { http } from '../runtime/http/http.ts'
import { type RequestOf, route } from '../runtime/http/route.ts'
import { type SessionStore, sessions } from '../stores/sessions.ts'

type Deps = { sessions: Pick<SessionStore, 'find'>; now: () => number }

export const getSession =
  ({ sessions, now }: Deps) =>
  async ({ caller, params }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const stored = await sessions.find(caller.projectId, params.sessionId)
    const state = foundSession(keptSession(stored, caller.retention, now()))
    return ok({ session: toSession(caller.may.personal ? state : withoutPerson(state, state.visitorId)) })
  }

const env = readEnvironment(['SESSIONS_TABLE'])

export const handler = http(
  gate,
  route(operation, getSession({ sessions: sessions(dynamodb, env.SESSIONS_TABLE, Date.now), now: Date.now })),
)
