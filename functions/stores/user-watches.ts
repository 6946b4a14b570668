// Who watches which users: connections by their lists, and conversation partners wherever they are connected.
import {
  BatchWriteCommand,
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
} from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import { AppError } from '../../core/errors.ts'
import { PRESENCE_MAX_WATCHED } from '../../core/limits.ts'
import { holds } from './condition.ts'
import { rowsAt } from './read-rows.ts'

/** Whose connection watches; members see hidden users as they are. */
export type WatchingConnection = {
  connectionId: string
  projectId: string
  isMember: boolean
  /** Seconds since 1970. */
  expiresAt: number
}

/** A row of who watches a user: one connection, or a user on all of its connections. */
export type UserWatcher =
  | { sk: string; connectionId: string; isMember: boolean }
  | { sk: string; partnerId: string }

const listSchema = z.object({
  projectId: z.string(),
  userIds: z.array(z.string()),
  revision: z.number(),
})

type Key = { pk: string; sk: string }
type Write = { PutRequest: { Item: Record<string, unknown> } } | { DeleteRequest: { Key: Key } }

/** Writes of one BatchWriteItem: DynamoDB's limit. */
const BATCH_MAX = 25

/** Times that what a batch left undone is tried again, and the milliseconds before each: a burst on one user passes. */
const BATCH_RETRY_MS = [50, 100, 200, 400, 800]

export type UserWatchStore = ReturnType<typeof userWatches>

export const userWatches = (client: DynamoDBDocumentClient, table: string, now: () => number) => {
  const writeAll = async (writes: Write[]): Promise<void> => {
    for (let at = 0; at < writes.length; at += BATCH_MAX) {
      let left: Write[] = writes.slice(at, at + BATCH_MAX)
      for (const wait of [...BATCH_RETRY_MS, undefined]) {
        const { UnprocessedItems } = await client.send(
          new BatchWriteCommand({ RequestItems: { [table]: left } }),
        )
        left = (UnprocessedItems?.[table] ?? []) as Write[]
        if (left.length === 0) break
        if (wait === undefined) throw new Error('The table is too busy to take who watches.')
        await new Promise((resolve) => setTimeout(resolve, wait))
      }
    }
  }

  const listOf = async (connectionId: string) => {
    const { Item } = await client.send(
      new GetCommand({ TableName: table, Key: listKey(connectionId), ConsistentRead: true }),
    )
    return Item && listSchema.parse(Item)
  }

  /** Two frames of one connection may be at work at once: each change is made to what the other has left. */
  const changeList = async (
    { connectionId, projectId, expiresAt }: WatchingConnection,
    change: (userIds: string[]) => string[],
  ): Promise<void> => {
    for (;;) {
      const list = await listOf(connectionId)
      const userIds = change(list?.userIds ?? [])
      const revision = list?.revision ?? 0
      const written = await holds(
        client.send(
          new PutCommand({
            TableName: table,
            Item: { ...listKey(connectionId), v: 1, projectId, userIds, revision: revision + 1, expiresAt },
            ConditionExpression: 'attribute_not_exists(pk) OR revision = :read',
            ExpressionAttributeValues: { ':read': revision },
          }),
        ),
      )
      if (written) return
    }
  }

  const removeAll = (projectId: string, connectionId: string, userIds: string[]): Promise<void> =>
    writeAll(
      userIds.map((userId) => ({
        DeleteRequest: { Key: watcherKey(projectId, userId, connectionId) },
      })),
    )

  /** By the key that it stopped at, so that a page can be asked for again. */
  const page = async (
    projectId: string,
    userId: string,
    { after, limit }: { after?: string | undefined; limit: number },
  ): Promise<{ watchers: UserWatcher[]; next: string | undefined }> => {
    const { pk } = watcherKey(projectId, userId, '')
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
        ConsistentRead: true,
        Limit: limit,
        ...(after !== undefined && { ExclusiveStartKey: { pk, sk: after } }),
      }),
    )
    const live = Items.filter(({ expiresAt }) => expiresAt === undefined || Number(expiresAt) > now() / 1000)
    return {
      watchers: live.map(toWatcher),
      next: LastEvaluatedKey ? String(LastEvaluatedKey['sk']) : undefined,
    }
  }

  return {
    page,

    watch: async (connection: WatchingConnection, userIds: readonly string[]): Promise<void> => {
      const { connectionId, projectId, isMember, expiresAt } = connection
      // The list first: whatever is written after it, the end of the connection finds.
      await changeList(connection, (before) => {
        const all = [...new Set([...before, ...userIds])]
        if (all.length <= PRESENCE_MAX_WATCHED) return all
        throw new AppError(
          'too-many-watches',
          429,
          `A connection may watch ${PRESENCE_MAX_WATCHED} users; with these it would be ${all.length}.`,
        )
      })
      await writeAll(
        [...new Set(userIds)].map((userId) => ({
          PutRequest: {
            Item: {
              ...watcherKey(projectId, userId, connectionId),
              v: 1,
              connectionId,
              isMember,
              expiresAt,
            },
          },
        })),
      )
    },

    /** The list last: until then a retry, or the end of the connection, finds what is left. */
    unwatch: async (connection: WatchingConnection, userIds: readonly string[]): Promise<void> => {
      const ended = [...new Set(userIds)]
      await removeAll(connection.projectId, connection.connectionId, ended)
      await changeList(connection, (before) => before.filter((id) => !ended.includes(id)))
    },

    /** All that a connection watched, when it ends. */
    close: async (connectionId: string): Promise<void> => {
      const list = await listOf(connectionId)
      if (!list) return
      await removeAll(list.projectId, connectionId, list.userIds)
      await client.send(new DeleteCommand({ TableName: table, Key: listKey(connectionId) }))
    },

    /** Of these connections those that watch the user by their own lists. */
    amongWatchers: async (
      projectId: string,
      userId: string,
      connectionIds: readonly string[],
    ): Promise<Set<string>> => {
      const keys = connectionIds.map((id) => watcherKey(projectId, userId, id))
      return new Set((await rowsAt(client, table, keys)).map((row) => String(row['connectionId'])))
    },

    /** Those who have a conversation are each told of the others, on every connection that they have or will have. */
    befriend: async (projectId: string, userIds: readonly string[]): Promise<void> => {
      const ids = [...new Set(userIds)]
      const keys = ids.flatMap((one, nth) =>
        ids.slice(nth + 1).flatMap((other) => bothWays(projectId, one, other)),
      )
      await writeAll(keys.map((key) => ({ PutRequest: { Item: { ...key, v: 1 } } })))
    },

    unfriend: async (projectId: string, userId: string, otherId: string): Promise<void> =>
      writeAll(bothWays(projectId, userId, otherId).map((Key) => ({ DeleteRequest: { Key } }))),

    /** For an erasure: whoever watches a user does not any more, nor is it anybody's partner. */
    removeUser: async (projectId: string, userId: string): Promise<number> => {
      let removed = 0
      for (;;) {
        // From the beginning each time: what was there is gone.
        const { watchers, next } = await page(projectId, userId, { limit: 200 })
        await writeAll(
          watchers
            .flatMap((watcher): Key[] =>
              'partnerId' in watcher
                ? bothWays(projectId, userId, watcher.partnerId)
                : [watcherKey(projectId, userId, watcher.connectionId)],
            )
            .map((Key) => ({ DeleteRequest: { Key } })),
        )
        removed += watchers.length
        if (next === undefined || watchers.length === 0) return removed
      }
    },
  }
}

const listKey = (connectionId: string): Key => ({ pk: `connection#${connectionId}`, sk: 'users' })

const watcherKey = (projectId: string, userId: string, connectionId: string): Key => ({
  pk: `watched#${projectId}#${userId}`,
  sk: `connection#${connectionId}`,
})

const PARTNER = 'user#'

const bothWays = (projectId: string, one: string, other: string): Key[] => [
  { pk: watcherKey(projectId, one, '').pk, sk: `${PARTNER}${other}` },
  { pk: watcherKey(projectId, other, '').pk, sk: `${PARTNER}${one}` },
]

const toWatcher = (row: Record<string, unknown>): UserWatcher => {
  const sk = String(row['sk'])
  return sk.startsWith(PARTNER)
    ? { sk, partnerId: sk.slice(PARTNER.length) }
    : { sk, connectionId: String(row['connectionId']), isMember: row['isMember'] === true }
}
