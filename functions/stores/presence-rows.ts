// What is remembered of a user's presence when nobody is here: a row each, beside the roster of those who are.
import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import { EVENT_RETENTION_DAYS, PRESENCE_ACTIVE_MS } from '../../core/limits.ts'
import { holds } from './condition.ts'
import { expiringCache } from './expiring-cache.ts'

const presenceRowSchema = z.object({
  username: z.string().nullable().default(null),
  hidden: z.boolean().default(false),
  lastSeenAt: z.number().nullable().default(null),
  lastActiveAt: z.number().nullable().default(null),
  lastLoginAt: z.number().nullable().default(null),
  /** Of its changes that watchers were told. */
  version: z.number().default(0),
})

export type PresenceRow = z.infer<typeof presenceRowSchema>

/** Users whose latest touch one container remembers: it spares a write that would be refused, and costs as much. */
const TOUCHED_MAX = 10_000

export const presenceRows = (
  client: DynamoDBDocumentClient,
  table: string,
  now: () => number,
  retentionDays = EVENT_RETENTION_DAYS,
) => {
  const touched = expiringCache<number>({ ttlMs: PRESENCE_ACTIVE_MS, maxEntries: TOUCHED_MAX, now })
  const expiresAt = () => Math.ceil(now() / 1000) + retentionDays * 24 * 60 * 60

  const set = (
    projectId: string,
    userId: string,
    values: Record<string, unknown>,
    condition?: { expression: string; values: Record<string, unknown> },
  ) => {
    const entries = Object.entries({ ...values, userId, v: 1, expiresAt: expiresAt() })
    return client.send(
      new UpdateCommand({
        TableName: table,
        Key: presenceKey(projectId, userId),
        UpdateExpression: `SET ${entries.map((_, n) => `#n${n} = :v${n}`).join(', ')}`,
        ExpressionAttributeNames: Object.fromEntries(entries.map(([name], n) => [`#n${n}`, name])),
        ExpressionAttributeValues: {
          ...Object.fromEntries(entries.map(([, value], n) => [`:v${n}`, value])),
          ...condition?.values,
        },
        ...(condition && { ConditionExpression: condition.expression }),
      }),
    )
  }

  return {
    read: async (projectId: string, userId: string): Promise<PresenceRow | undefined> => {
      const { Item } = await client.send(
        new GetCommand({ TableName: table, Key: presenceKey(projectId, userId), ConsistentRead: true }),
      )
      return presenceRowOf(Item, now())
    },

    /** What a roster knew that ends. */
    note: async (
      projectId: string,
      userId: string,
      { username, ...known }: Pick<PresenceRow, 'username' | 'hidden' | 'lastSeenAt' | 'version'>,
    ): Promise<void> => {
      await set(projectId, userId, { ...known, ...(username !== null && { username }) })
    },

    /** Active at this moment: written at most once a minute, whoever tells it. */
    touch: async (projectId: string, userId: string, at: number): Promise<void> => {
      const key = presenceKey(projectId, userId).pk
      const before = touched.get(key)?.value
      if (before !== undefined && at - before < PRESENCE_ACTIVE_MS) return
      touched.set(key, at)
      await holds(
        set(
          projectId,
          userId,
          { lastActiveAt: at },
          {
            expression: 'attribute_not_exists(lastActiveAt) OR lastActiveAt <= :before',
            values: { ':before': at - PRESENCE_ACTIVE_MS },
          },
        ),
      )
    },

    /** Of two logins the later one counts, in whatever order they are told. */
    noteLogin: async (projectId: string, userId: string, at: number): Promise<void> => {
      await holds(
        set(
          projectId,
          userId,
          { lastLoginAt: at },
          {
            expression: 'attribute_not_exists(lastLoginAt) OR lastLoginAt < :at',
            values: { ':at': at },
          },
        ),
      )
      await holds(
        set(
          projectId,
          userId,
          { lastActiveAt: at },
          {
            expression: 'attribute_not_exists(lastActiveAt) OR lastActiveAt < :at',
            values: { ':at': at },
          },
        ),
      )
    },

    nameIs: async (projectId: string, userId: string, username: string): Promise<void> => {
      await set(projectId, userId, { username })
    },

    hide: async (projectId: string, userId: string, hidden: boolean): Promise<void> => {
      await set(projectId, userId, { hidden })
    },

    remove: async (projectId: string, userId: string): Promise<boolean> => {
      const Key = presenceKey(projectId, userId)
      const { Attributes } = await client.send(
        new DeleteCommand({ TableName: table, Key, ReturnValues: 'ALL_OLD' }),
      )
      return Attributes !== undefined
    },
  }
}

/** Undefined where there is none, or only one that TTL has not taken yet. */
export const presenceRowOf = (
  item: Record<string, unknown> | undefined,
  now: number,
): PresenceRow | undefined =>
  item && Number(item['expiresAt']) > now / 1000 ? presenceRowSchema.parse(item) : undefined

export const presenceKey = (projectId: string, userId: string) => ({
  pk: `presence#${projectId}#${userId}`,
  sk: 'presence',
})
