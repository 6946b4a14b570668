// GET /api/v1/keys: the keys of a project.
import { listKeys as operation } from '../../../core/api/project-operations.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { showKeys } from './show-keys.ts'
import { type Stores, stores } from './stores.ts'

type Deps = Pick<Stores, 'keys' | 'usage' | 'now'>

export const listKeys =
  (deps: Deps) =>
  async ({ caller: { projectId } }: RequestOf<typeof operation>): Promise<HttpAnswer> =>
    ok({ keys: await showKeys(deps, projectId, await deps.keys.list(projectId)) })

export const listKeysRoute = route(operation, listKeys(stores))
