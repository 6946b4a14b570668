// API keys, of which only HMACs are kept. A pointer leads from a text's HMAC to its key; the key says what works.
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import { AppError } from '../../core/errors.ts'
import { type ApiKey, keyPrefix } from '../../core/keys/api-key.ts'
import { afterRegeneration } from '../../core/keys/key-rules.ts'
import { type StoredKey, storedKeySchema } from '../../core/keys/stored-key.ts'
import { REVOKED_KEY_DAYS } from '../../core/limits.ts'
import { holds } from './condition.ts'
import { hashOf, keyRow, pointerRow } from './key-rows.ts'
import { knownKey } from './known-key.ts'
import { rowsOf } from './read-rows.ts'
import type { Secret } from './secret.ts'

type Deps = { client: DynamoDBDocumentClient; table: string; secret: Secret; now: () => number }

/** What a new key is, beside its text. */
export type NewKey = Pick<
  StoredKey,
  'keyId' | 'projectId' | 'name' | 'createdAt' | 'createdBy' | 'validUntil'
>

/** Tries against others who regenerate the same key at once. */
const MAX_TRIES = 10

export const apiKeys = ({ client, table, secret, now }: Deps) => {
  const toStored = (item: Record<string, unknown>): StoredKey | undefined => {
    const endsAt = item['expiresAt']
    return endsAt === undefined || Number(endsAt) > now() / 1000 ? storedKeySchema.parse(item) : undefined
  }

  const find = async (projectId: string, keyId: string): Promise<StoredKey | undefined> => {
    const Key = keyRow(projectId, keyId)
    const { Item } = await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }))
    return Item && toStored(Item)
  }

  const point = async (hash: string, { projectId, keyId }: Pick<StoredKey, 'projectId' | 'keyId'>) => {
    const Item = { ...pointerRow(hash), v: 1, projectId, keyId }
    await client.send(new PutCommand({ TableName: table, Item }))
  }

  const unpoint = async (hash: string): Promise<void> => {
    await client.send(new DeleteCommand({ TableName: table, Key: pointerRow(hash) }))
  }

  /** False when the key got another text, or was revoked, since it was read. */
  const replaceText = (
    { projectId, keyId, hash }: StoredKey,
    changed: Pick<StoredKey, 'hash' | 'prefix' | 'text' | 'previous'>,
  ): Promise<boolean> =>
    holds(
      client.send(
        new UpdateCommand({
          TableName: table,
          Key: keyRow(projectId, keyId),
          UpdateExpression: 'SET #hash = :hash, #prefix = :prefix, #text = :text, #previous = :previous',
          ConditionExpression: '#hash = :read AND revokedAt = :never',
          ExpressionAttributeNames: {
            '#hash': 'hash',
            '#prefix': 'prefix',
            '#text': 'text',
            '#previous': 'previous',
          },
          ExpressionAttributeValues: {
            ':hash': changed.hash,
            ':prefix': changed.prefix,
            ':text': changed.text,
            ':previous': changed.previous,
            ':read': hash,
            ':never': null,
          },
        }),
      ),
    )

  return {
    known: knownKey({ client, table, secret, now }),

    find,

    /** Oldest first. */
    list: async (projectId: string): Promise<StoredKey[]> =>
      (await rowsOf(client, table, `project#${projectId}`, 'key#'))
        .flatMap((item) => toStored(item) ?? [])
        .sort((a, b) => a.createdAt - b.createdAt),

    /** The pointer first: alone it leads nowhere, and a key without it could not be used. */
    create: async ({ kind, environment, text }: ApiKey, made: NewKey): Promise<StoredKey> => {
      const hash = hashOf(await secret(), text)
      const key: StoredKey = {
        ...made,
        kind,
        environment,
        prefix: keyPrefix(text),
        text: kind === 'publishable' ? text : null,
        hash,
        revokedAt: null,
        previous: [],
      }
      await point(hash, key)
      await client.send(
        new PutCommand({
          TableName: table,
          Item: { ...keyRow(key.projectId, key.keyId), v: 1, ...key },
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      )
      return key
    },

    /** Of several who do it at once each gets a text that works: the later ones keep the earlier in their grace. */
    regenerate: async (before: StoredKey, text: string, graceMs: number): Promise<StoredKey> => {
      const { projectId, keyId, kind } = before
      const hash = hashOf(await secret(), text)
      await point(hash, before)
      for (let tries = 0, key: StoredKey | undefined = before; tries < MAX_TRIES; tries++) {
        if (!key) break
        const changed = {
          hash,
          prefix: keyPrefix(text),
          text: kind === 'publishable' ? text : null,
          previous: afterRegeneration(key, now(), graceMs),
        }
        if (await replaceText(key, changed)) {
          const kept = new Set(changed.previous.map((earlier) => earlier.hash))
          const gone = key.previous.filter((earlier) => !kept.has(earlier.hash))
          for (const earlier of gone) await unpoint(earlier.hash)
          return { ...key, ...changed }
        }
        key = await find(projectId, keyId)
      }
      throw new AppError('changed-meanwhile', 409, 'Others are changing the same key. Try again.')
    },

    /** One write; whoever asks from then on is told. */
    revoke: async ({ projectId, keyId }: StoredKey): Promise<void> => {
      await holds(
        client.send(
          new UpdateCommand({
            TableName: table,
            Key: keyRow(projectId, keyId),
            UpdateExpression: 'SET revokedAt = :now, expiresAt = :end',
            ConditionExpression: 'attribute_exists(pk) AND revokedAt = :never',
            ExpressionAttributeValues: {
              ':now': now(),
              ':end': Math.floor(now() / 1000) + REVOKED_KEY_DAYS * 24 * 60 * 60,
              ':never': null,
            },
          }),
        ),
      )
    },
  }
}
