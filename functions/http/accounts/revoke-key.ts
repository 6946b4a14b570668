// DELETE /api/v1/keys/{keyId}: revokes a key for good.
import { revokeKey as operation } from '../../../core/api/project-operations.ts'
import { done, type HttpAnswer } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { found } from './found.ts'
import { type Stores, stores } from './stores.ts'

type Deps = Pick<Stores, 'keys' | 'record'>

export const revokeKey =
  ({ keys, record }: Deps) =>
  async ({ caller, params }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const { projectId, organisationId } = caller
    const key = found('key', await keys.find(projectId, params.keyId))
    if (key.revokedAt !== null) return done()
    await record(caller, organisationId, {
      action: 'key.revoked',
      target: { id: key.keyId, name: key.name },
      projectId,
    })
    await keys.revoke(key)
    return done()
  }

export const revokeKeyRoute = route(operation, revokeKey(stores))
