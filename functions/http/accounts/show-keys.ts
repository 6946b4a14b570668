// Keys as members see them, with how much they are used.
import type { ProjectKey } from '../../../core/keys/project-key.ts'
import { type StoredKey, toProjectKey } from '../../../core/keys/stored-key.ts'
import { USAGE_RETENTION_DAYS } from '../../../core/limits.ts'
import { lastDates, sumOfKey, utcDate } from '../../../core/usage/sum-usage.ts'
import type { Stores } from './stores.ts'

/** Days whose requests are told of a key. */
const DAYS = 30

export const showKeys = async (
  { usage, now }: Pick<Stores, 'usage' | 'now'>,
  projectId: string,
  keys: StoredKey[],
): Promise<ProjectKey[]> => {
  const [first = '', ...later] = lastDates(DAYS, now())
  const rows = await usage.between(projectId, first, later.at(-1) ?? first)
  const uses = keys.map((key) => sumOfKey(rows, key.keyId))
  // A key that fell silent before: when it was used last is further back.
  const silent = keys.some((key, n) => uses[n]?.lastUsedAt === null && utcDate(key.createdAt) < first)
  const before = silent
    ? await usage.between(projectId, lastDates(USAGE_RETENTION_DAYS, now())[0] ?? '', first)
    : []
  return keys.map((key, n) => {
    const { requests = 0, lastUsedAt = null } = uses[n] ?? {}
    return toProjectKey(
      key,
      { requests, lastUsedAt: lastUsedAt ?? sumOfKey(before, key.keyId).lastUsedAt },
      now(),
    )
  })
}

export const showKey = async (deps: Pick<Stores, 'usage' | 'now'>, key: StoredKey): Promise<ProjectKey> => {
  const [shown] = await showKeys(deps, key.projectId, [key])
  return shown as ProjectKey
}
