// POST /api/v1/keys/{keyId}/regenerate: a new text for a key; the old one works on for the grace.
import { regenerateKey as operation } from '../../../core/api/project-operations.ts'
import { changesBetween } from '../../../core/audit/changes.ts'
import { API_KEY_RANDOM_BYTES, makeApiKey } from '../../../core/keys/api-key.ts'
import { afterRegeneration } from '../../../core/keys/key-rules.ts'
import { created, type HttpAnswer } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { found } from './found.ts'
import { showKey } from './show-keys.ts'
import { type Stores, stores } from './stores.ts'

type Deps = Pick<Stores, 'keys' | 'usage' | 'record' | 'now' | 'random'>

const HOUR_MS = 60 * 60_000

export const regenerateKey =
  (deps: Deps) =>
  async ({ caller, params, body: { graceHours } }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const { keys, record, now, random } = deps
    const { projectId, organisationId } = caller
    const key = found('key', await keys.find(projectId, params.keyId))
    // Times are kept as whole milliseconds: a key with part of one could not be read again.
    const graceMs = Math.round(graceHours * HOUR_MS)
    // Refused before it is written down, not after.
    afterRegeneration(key, now(), graceMs)
    await record(caller, organisationId, {
      action: 'key.regenerated',
      target: { id: key.keyId, name: key.name },
      projectId,
      changes: changesBetween({}, { graceHours }),
    })
    const secret = makeApiKey(key.kind, key.environment, random(API_KEY_RANDOM_BYTES))
    const stored = await keys.regenerate(key, secret, graceMs)
    return created({ key: await showKey(deps, stored), secret })
  }

export const regenerateKeyRoute = route(operation, regenerateKey(stores))
