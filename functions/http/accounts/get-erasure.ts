// GET /api/v1/erasures/{erasureId}: what became of an erasure.
import { getErasure as operation } from '../../../core/api/erasure-operations.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { found } from './found.ts'
import { type Stores, stores } from './stores.ts'

export const getErasure =
  ({ erasures }: Pick<Stores, 'erasures'>) =>
  async ({ caller, params }: RequestOf<typeof operation>): Promise<HttpAnswer> =>
    ok({ erasure: found('erasure', await erasures.receipt(caller.projectId, params.erasureId)) })

export const getErasureRoute = route(operation, getErasure(stores))
