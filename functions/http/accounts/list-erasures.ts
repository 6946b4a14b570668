// GET /api/v1/erasures: the receipts of a project, newest first.
import { listErasures as operation } from '../../../core/api/erasure-operations.ts'
import { type ErasureList, erasureIdSchema } from '../../../core/erasure/erasure.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { type Stores, stores } from './stores.ts'

export const listErasures =
  ({ erasures }: Pick<Stores, 'erasures'>) =>
  async ({ caller, query, cursors }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const after = cursors.read(erasureIdSchema, query.cursor)
    const { erasures: page, next } = await erasures.newestFirst(caller.projectId, {
      after,
      limit: query.limit,
    })
    return ok({ erasures: page, nextCursor: cursors.write(next) } satisfies ErasureList)
  }

export const listErasuresRoute = route(operation, listErasures(stores))
