// GET /api/v1/sessions/{sessionId}/watchers: who watched a session.
import { listWatchers as operation } from '../../../core/api/session-operations.ts'
import type { WatcherList } from '../../../core/sessions/watcher.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { sessionOf } from './session-of.ts'
import { type Stores, stores } from './stores.ts'

export const listWatchers =
  (deps: Pick<Stores, 'sessions' | 'watchers' | 'now'>) =>
  async ({ caller, params }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const { projectId, sessionId } = await sessionOf(deps, caller, params.sessionId)
    return ok({ watchers: await deps.watchers.list({ projectId, sessionId }) } satisfies WatcherList)
  }

export const listWatchersRoute = route(operation, listWatchers(stores))
