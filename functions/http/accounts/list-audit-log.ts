// GET /api/v1/organisations/{organisationId}/audit-log: what was changed, newest first.
import { listAuditLog as operation } from '../../../core/api/organisation-operations.ts'
import type { AuditLog } from '../../../core/audit/audit-entry.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { entryIdSchema } from '../../stores/audit-log.ts'
import { type Stores, stores } from './stores.ts'

export const listAuditLog =
  ({ audit }: Pick<Stores, 'audit'>) =>
  async ({ caller, query, cursors }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const after = cursors.read(entryIdSchema, query.cursor)
    const { limit, action, session } = query
    const { entries, next } = await audit.newestFirst(caller.organisationId, {
      after,
      limit,
      action,
      session,
    })
    return ok({ entries, nextCursor: cursors.write(next) } satisfies AuditLog)
  }

export const listAuditLogRoute = route(operation, listAuditLog(stores))
