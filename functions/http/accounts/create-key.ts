// POST /api/v1/keys: a key, whose text is shown this once.
import { createKey as operation } from '../../../core/api/project-operations.ts'
import { changesBetween } from '../../../core/audit/changes.ts'
import { PROJECT_MAX_KEYS } from '../../../core/limits.ts'
import { created, type HttpAnswer } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { checkRoom } from './check-room.ts'
import { makeKey } from './make-key.ts'
import { showKey } from './show-keys.ts'
import { type Stores, stores } from './stores.ts'

type Deps = Pick<Stores, 'keys' | 'usage' | 'record' | 'now' | 'random'>

const DAY_MS = 24 * 60 * 60_000

export const createKey =
  (deps: Deps) =>
  async ({ caller, body }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const { keys, record, now, random } = deps
    const { projectId, organisationId, memberId: createdBy } = caller
    const inUse = (await keys.list(projectId)).filter(({ revokedAt }) => revokedAt === null)
    checkRoom('keys', inUse.length, PROJECT_MAX_KEYS)
    const { kind, environment, name, expiresInDays } = body
    const createdAt = now()
    const validUntil = expiresInDays === undefined ? null : createdAt + expiresInDays * DAY_MS
    const { key, made } = makeKey(random, {
      projectId,
      kind,
      environment,
      name,
      createdAt,
      createdBy,
      validUntil,
    })
    await record(caller, organisationId, {
      action: 'key.created',
      target: { id: made.keyId, name },
      projectId,
      changes: changesBetween({}, { kind, environment, expiresInDays }),
    })
    const stored = await keys.create(key, made)
    return created({ key: await showKey(deps, stored), secret: key.text })
  }

export const createKeyRoute = route(operation, createKey(stores))
