// GET /api/v1/sessions: the sessions of a project, newest start first.
import { listSessions as operation } from '../../core/api/session-operations.ts'
import type { SessionList } from '../../core/sessions/session.ts'
import { toSession } from '../../core/sessions/to-session.ts'
import { gate } from '../gate/gate.ts'
import { dynamodb } from '../runtime/clients/dynamodb.ts'
import { readEnvironment } from '../runtime/env.ts'
import { type HttpAnswer, ok } from '../runtime/http/answer.ts'
import { http } from '../runtime/http/http.ts'
import { type RequestOf, route } from '../runtime/http/route.ts'
import { type SessionStore, sessions, startKeySchema } from '../stores/sessions.ts'

type Deps = { sessions: Pick<SessionStore, 'newestFirst'> }

export const listSessions =
  ({ sessions }: Deps) =>
  async ({ caller, query, cursors }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const after = cursors.read(startKeySchema, query.cursor)
    const { states, next } = await sessions.newestFirst(caller.projectId, { after, limit: query.limit })
    return ok({ sessions: states.map(toSession), nextCursor: cursors.write(next) } satisfies SessionList)
  }

const env = readEnvironment(['SESSIONS_TABLE'])

export const handler = http(
  gate,
  route(operation, listSessions({ sessions: sessions(dynamodb, env.SESSIONS_TABLE, Date.now) })),
)
