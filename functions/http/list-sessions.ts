// GET /api/v1/sessions: the sessions of a project, newest start first.
import type * as z from 'zod'
import { decodeCursor, encodeCursor, pageQuerySchema } from '../../core/paging/cursor.ts'
import type { SessionList } from '../../core/sessions/session.ts'
import { toSession } from '../../core/sessions/to-session.ts'
import { dynamodb } from '../runtime/clients/dynamodb.ts'
import { readEnvironment } from '../runtime/env.ts'
import { type HttpAnswer, ok } from '../runtime/http/answer.ts'
import { http } from '../runtime/http/http.ts'
import { memberOfProject, type ProjectMember } from '../runtime/http/member-access.ts'
import { projects } from '../stores/projects.ts'
import { type SessionStore, sessions, startKeySchema } from '../stores/sessions.ts'

type Deps = { sessions: Pick<SessionStore, 'newestFirst'> }
type Request = { caller: ProjectMember; query: z.infer<typeof pageQuerySchema> }

export const listSessions =
  ({ sessions }: Deps) =>
  async ({ caller, query: { cursor, limit } }: Request): Promise<HttpAnswer> => {
    const after = decodeCursor(startKeySchema, cursor)
    const { states, next } = await sessions.newestFirst(caller.projectId, { after, limit })
    return ok({
      sessions: states.map(toSession),
      nextCursor: next === undefined ? null : encodeCursor(next),
    } satisfies SessionList)
  }

const env = readEnvironment(['SESSIONS_TABLE', 'CONFIGURATION_TABLE'])

export const handler = http(
  { access: memberOfProject(projects(dynamodb, env.CONFIGURATION_TABLE)), query: pageQuerySchema },
  listSessions({ sessions: sessions(dynamodb, env.SESSIONS_TABLE, Date.now) }),
)
