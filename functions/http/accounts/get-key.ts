// GET /api/v1/keys/{keyId}: one key.
import { getKey as operation } from '../../../core/api/project-operations.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { found } from './found.ts'
import { showKey } from './show-keys.ts'
import { type Stores, stores } from './stores.ts'

type Deps = Pick<Stores, 'keys' | 'usage' | 'now'>

export const getKey =
  (deps: Deps) =>
  async ({ caller, params }: RequestOf<typeof operation>): Promise<HttpAnswer> =>
    ok({ key: await showKey(deps, found('key', await deps.keys.find(caller.projectId, params.keyId))) })

export const getKeyRoute = route(operation, getKey(stores))
