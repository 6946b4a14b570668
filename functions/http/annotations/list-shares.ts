// GET /api/v1/sessions/{sessionId}/shares: the public links of a session that are good.
import { listShares as operation } from '../../../core/api/share-operations.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { sessionOf } from './session-of.ts'
import { type Stores, stores } from './stores.ts'

export const listShares =
  (deps: Pick<Stores, 'sessions' | 'shares' | 'now'>) =>
  async ({ caller, params }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const { projectId, sessionId } = await sessionOf(deps, caller, params.sessionId)
    return ok({ shares: await deps.shares.list({ projectId, sessionId }) })
  }

export const listSharesRoute = route(operation, listShares(stores))
