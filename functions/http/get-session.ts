// GET /api/v1/sessions/{sessionId}: one session.
import * as z from 'zod'
import { toSession } from '../../core/sessions/to-session.ts'
import { dynamodb } from '../runtime/clients/dynamodb.ts'
import { readEnvironment } from '../runtime/env.ts'
import { type HttpAnswer, ok } from '../runtime/http/answer.ts'
import { foundSession } from '../runtime/http/found-session.ts'
import { http } from '../runtime/http/http.ts'
import { memberOfProject, type ProjectMember } from '../runtime/http/member-access.ts'
import { projects } from '../stores/projects.ts'
import { type SessionStore, sessions } from '../stores/sessions.ts'

type Deps = { sessions: Pick<SessionStore, 'find'> }
type Request = { caller: ProjectMember; params: { sessionId: string } }

export const getSession =
  ({ sessions }: Deps) =>
  async ({ caller, params }: Request): Promise<HttpAnswer> =>
    ok({ session: toSession(foundSession(await sessions.find(caller.projectId, params.sessionId))) })

const env = readEnvironment(['SESSIONS_TABLE', 'CONFIGURATION_TABLE'])

export const handler = http(
  {
    access: memberOfProject(projects(dynamodb, env.CONFIGURATION_TABLE)),
    params: z.object({ sessionId: z.uuid() }),
  },
  getSession({ sessions: sessions(dynamodb, env.SESSIONS_TABLE, Date.now) }),
)
