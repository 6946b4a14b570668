// Whose key a text is, and whether it works: remembered for half a minute, found or not.
import { timingSafeEqual } from 'node:crypto'
import { BatchGetCommand, type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb'
import { AppError } from '../../core/errors.ts'
import type { ApiKey } from '../../core/keys/api-key.ts'
import { type StoredKey, storedKeySchema } from '../../core/keys/stored-key.ts'
import { KEY_CACHE_MAX, KEY_CACHE_MS } from '../../core/limits.ts'
import type { Project } from '../../core/projects/project.ts'
import { expiringCache } from './expiring-cache.ts'
import { hashOf, keyRow, pointerRow } from './key-rows.ts'
import { projectKey, toProject } from './projects.ts'
import type { Secret } from './secret.ts'

type Deps = { client: DynamoDBDocumentClient; table: string; secret: Secret; now: () => number }

type Found = { project: Project; key: StoredKey; hash: string }

type KnownKey = { keyId: string; kind: StoredKey['kind']; project: Project }

export const knownKey = ({ client, table, secret, now }: Deps) => {
  const remembered = expiringCache<Found | undefined>({ ttlMs: KEY_CACHE_MS, maxEntries: KEY_CACHE_MAX, now })

  const lookUp = async (text: string): Promise<Found | undefined> => {
    const hash = hashOf(await secret(), text)
    const { Item } = await client.send(new GetCommand({ TableName: table, Key: pointerRow(hash) }))
    if (!Item) return undefined
    const [projectId, keyId] = [String(Item['projectId']), String(Item['keyId'])]
    const Keys = [projectKey(projectId), keyRow(projectId, keyId)]
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetCommand({ RequestItems: { [table]: { Keys } } }),
    )
    if (UnprocessedKeys?.[table]) throw new Error('DynamoDB is too busy to look a key up.')
    const rows = Responses?.[table] ?? []
    const project = toProject(rows.find(({ sk }) => sk === 'project'))
    const key = rows.find(({ sk }) => sk !== 'project')
    return project && key && { project, key: storedKeySchema.parse(key), hash }
  }

  /** Throws what a caller may be told; times are looked at each time, however old the rows are. */
  return async ({ text }: ApiKey): Promise<KnownKey> => {
    const before = remembered.get(text)
    const found = before ? before.value : await lookUp(text)
    if (!before) remembered.set(text, found)
    if (!found || found.key.revokedAt !== null) throw invalidKey()
    const { project, key, hash } = found
    const until = endOf(key, hash)
    if (until === undefined) throw invalidKey()
    if (until <= now()) throw endedAt(until)
    return { keyId: key.keyId, kind: key.kind, project }
  }
}

/** Until when a text works; undefined if it is none of this key's. */
const endOf = (key: StoredKey, hash: string): number | undefined => {
  const end = key.validUntil ?? Number.POSITIVE_INFINITY
  if (sameHash(key.hash, hash)) return end
  const earlier = key.previous.find((text) => sameHash(text.hash, hash))
  return earlier && Math.min(end, earlier.validUntil)
}

const sameHash = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))

const invalidKey = (): AppError =>
  new AppError('invalid-key', 401, 'The API key is missing or not one of ours.')

const endedAt = (time: number): AppError =>
  new AppError('key-expired', 401, `This key ended at ${new Date(time).toISOString()}.`)
