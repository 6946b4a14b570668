// DELETE /api/v1/sessions/{sessionId}/shares/{shareId}: from now on the link is none.
import { revokeShare as operation } from '../../../core/api/share-operations.ts'
import { AppError } from '../../../core/errors.ts'
import { done, type HttpAnswer } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { sessionOf } from './session-of.ts'
import { type Stores, stores } from './stores.ts'

type Deps = Pick<Stores, 'sessions' | 'shares' | 'record' | 'now'>

export const revokeShare =
  (deps: Deps) =>
  async ({ caller, params }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const session = await sessionOf(deps, caller, params.sessionId)
    const { projectId, sessionId } = session
    if (!(await deps.shares.find(session, params.shareId)))
      throw new AppError('share-not-found', 404, 'There is no such public link, or no longer.')
    await deps.record(caller, caller.organisationId, {
      action: 'share.revoked',
      target: { id: sessionId, name: null },
      projectId,
    })
    await deps.shares.revoke(session, params.shareId)
    return done()
  }

export const revokeShareRoute = route(operation, revokeShare(stores))
