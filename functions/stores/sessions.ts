// Session items: one per session, with the keys of its four indexes.
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import { COARSE_TIME_MS, EVENT_RETENTION_DAYS } from '../../core/limits.ts'
import { PINNED_UNTIL } from '../../core/pins/pin.ts'
import { overAt } from '../../core/sessions/session-rules.ts'
import type { SessionState } from '../../core/sessions/session-state.ts'
import { holds } from './condition.ts'
import { rowsAt } from './read-rows.ts'
import { packState, stateOf } from './session-item.ts'

/** What a write of the item must still find. */
export type Revision = number | undefined

/** `<start, 13 digits>#<sessionId>`: where a session stands in the list of its project. */
export const startKeySchema = z.string().regex(/^\d{13}#[0-9a-f-]{36}$/i)

export const startIn = (startKey: string): number => Number(startKey.slice(0, 13))

/** `next` is where to go on; undefined at the end. What is past its time is read, but not among the rows. */
export type SessionRows = {
  read: number
  rows: { startKey: string; state: SessionState }[]
  next: string | undefined
}

export type SessionStore = ReturnType<typeof sessions>

/** How long an item is kept is its project's say, or else the stage's; readers go by what is written in it. */
export const sessions = (
  client: DynamoDBDocumentClient,
  table: string,
  now: () => number,
  retentionDays = EVENT_RETENTION_DAYS,
) => {
  const isKept = (item: Record<string, unknown>): boolean => Number(item['expiresAt']) > now() / 1000

  const get = async (projectId: string, sessionId: string): Promise<Record<string, unknown> | undefined> => {
    const Key = { sessionKey: keyOf(projectId, sessionId) }
    return (await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }))).Item
  }

  /** As it stands now, for a writer. */
  const read = async (
    projectId: string,
    sessionId: string,
  ): Promise<{ state: SessionState | undefined; revision: Revision }> => {
    const Item = await get(projectId, sessionId)
    return Item
      ? { state: stateOf(Item), revision: Number(Item['revision']) }
      : { state: undefined, revision: undefined }
  }

  /** The index by user holds keys alone. In its order, and where it has them: it may be a moment late. */
  const wholeRows = async (keys: Record<string, unknown>[]): Promise<Record<string, unknown>[]> => {
    const found = await rowsAt(
      client,
      table,
      keys.map(({ sessionKey }) => ({ sessionKey })),
    )
    const byKey = new Map(found.map((row) => [row['sessionKey'], row]))
    return keys.flatMap(({ sessionKey, startKey }) => {
      const row = byKey.get(sessionKey)
      return row ? [{ ...row, startKey }] : []
    })
  }

  return {
    read,

    /** For a reader: nothing that is past its time, whether it is cleared away or not. */
    find: async (projectId: string, sessionId: string): Promise<SessionState | undefined> => {
      const item = await get(projectId, sessionId)
      return item && isKept(item) ? stateOf(item) : undefined
    },

    /** Those of these sessions that there are, for a reader, in no order. */
    findSome: async (projectId: string, sessionIds: string[]): Promise<SessionState[]> => {
      const keys = sessionIds.map((sessionId) => ({ sessionKey: keyOf(projectId, sessionId) }))
      const found = await rowsAt(client, table, keys)
      return found.filter(isKept).map(stateOf)
    },

    /** False when the item has changed since it was read. */
    write: (state: SessionState, revision: Revision): Promise<boolean> =>
      holds(
        client.send(
          new PutCommand({
            TableName: table,
            Item: {
              ...packState(state),
              ...keysOf(state),
              expiresAt: expiresAt(state, retentionDays),
              revision: (revision ?? 0) + 1,
            },
            ...(revision === undefined
              ? { ConditionExpression: 'attribute_not_exists(sessionKey)' }
              : {
                  ConditionExpression: 'revision = :read',
                  ExpressionAttributeValues: { ':read': revision },
                }),
          }),
        ),
      ),

    /** Some of a project's sessions, or of one user's, the newest start first. */
    newestFirst: async (
      projectId: string,
      {
        after,
        from = 0,
        user,
        limit,
      }: { after?: string | undefined; from?: number | undefined; user?: string | undefined; limit: number },
    ): Promise<SessionRows> => {
      const bounds = { ':from': startTime(from), ':after': after ?? END_OF_KEYS }
      if (bounds[':after'] < bounds[':from']) return { read: 0, rows: [], next: undefined }
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: table,
          ...(user === undefined
            ? { IndexName: 'newest-first', KeyConditionExpression: `projectId = :of AND ${BETWEEN}` }
            : { IndexName: 'by-user', KeyConditionExpression: `userKey = :of AND ${BETWEEN}` }),
          ExpressionAttributeValues: {
            ':of': user === undefined ? projectId : keyOf(projectId, user),
            ...bounds,
          },
          ScanIndexForward: false,
          // BETWEEN includes its bounds.
          Limit: after === undefined ? limit : limit + 1,
        }),
      )
      const behind = Items.filter(({ startKey }) => startKey !== after)
      const rows = user === undefined ? behind : await wholeRows(behind)
      return {
        read: Items.length,
        rows: rows
          .filter(isKept)
          .map((item) => ({ startKey: String(item['startKey']), state: stateOf(item) })),
        next: LastEvaluatedKey && String(Items.at(-1)?.['startKey']),
      }
    },

    /** Ids of all sessions of a visitor or of a user, whether they are past their time or not. */
    idsOf: async (projectId: string, kind: 'visitor' | 'user', id: string): Promise<string[]> => {
      const found: string[] = []
      let from: Record<string, unknown> | undefined
      do {
        const { Items = [], LastEvaluatedKey } = await client.send(
          new QueryCommand({
            TableName: table,
            IndexName: `by-${kind}`,
            KeyConditionExpression: `${kind}Key = :of`,
            ExpressionAttributeValues: { ':of': keyOf(projectId, id) },
            ...(from && { ExclusiveStartKey: from }),
          }),
        )
        found.push(...Items.map(({ sessionKey }) => String(sessionKey).slice(projectId.length + 1)))
        from = LastEvaluatedKey
      } while (from)
      return found
    },

    /** Of a project, from the oldest start on: those that began before a time, with the end that is written in them. */
    oldestFirst: async function* (
      projectId: string,
      before: number,
    ): AsyncGenerator<{ state: SessionState; expiresAt: number }> {
      let from: Record<string, unknown> | undefined
      do {
        const { Items = [], LastEvaluatedKey } = await client.send(
          new QueryCommand({
            TableName: table,
            IndexName: 'newest-first',
            KeyConditionExpression: 'projectId = :of AND startKey < :before',
            ExpressionAttributeValues: { ':of': projectId, ':before': startTime(before) },
            ...(from && { ExclusiveStartKey: from }),
          }),
        )
        for (const item of Items) yield { state: stateOf(item), expiresAt: Number(item['expiresAt']) }
        from = LastEvaluatedKey
      } while (from)
    },

    /** Keeps a session for longer, if it is still there. */
    keepUntil: async ({ projectId, sessionId }: SessionState, expiresAt: number): Promise<void> => {
      await holds(
        client.send(
          new UpdateCommand({
            TableName: table,
            Key: { sessionKey: keyOf(projectId, sessionId) },
            UpdateExpression: 'SET expiresAt = :end',
            ConditionExpression: 'attribute_exists(sessionKey) AND expiresAt < :end',
            ExpressionAttributeValues: { ':end': expiresAt },
          }),
        ),
      )
    },

    /** True when it was there. */
    remove: async (projectId: string, sessionId: string): Promise<boolean> => {
      const { Attributes } = await client.send(
        new DeleteCommand({
          TableName: table,
          Key: { sessionKey: keyOf(projectId, sessionId) },
          ReturnValues: 'ALL_OLD',
        }),
      )
      return Attributes !== undefined
    },

    /** Sessions that may be over, and those that are but still have to be merged. The index is coarse and late: read each before believing it. */
    due: async function* (): AsyncGenerator<{ projectId: string; sessionId: string }> {
      for (const openShard of OPEN_SHARDS) {
        let from: Record<string, unknown> | undefined
        do {
          const { Items = [], LastEvaluatedKey } = await client.send(
            new QueryCommand({
              TableName: table,
              IndexName: 'idle',
              KeyConditionExpression: 'openShard = :shard AND dueAt <= :now',
              ExpressionAttributeValues: { ':shard': openShard, ':now': now() },
              Limit: DUE_PAGE,
              ...(from && { ExclusiveStartKey: from }),
            }),
          )
          for (const { sessionKey } of Items) {
            const [projectId = '', sessionId = ''] = String(sessionKey).split('#')
            yield { projectId, sessionId }
          }
          from = LastEvaluatedKey
        } while (from)
      }
    },
  }
}

const DUE_PAGE = 100

const BETWEEN = 'startKey BETWEEN :from AND :after'

/** Sorts behind every start key. */
const END_OF_KEYS = '~'

/** Open sessions are spread over a few keys, so that no one partition takes every write of the index. */
const OPEN_SHARDS = ['open#0', 'open#1', 'open#2', 'open#3'] as const

/** Where a session stands in the list of its project. */
const startKeyOf = ({ startedAt, sessionId }: Pick<SessionState, 'startedAt' | 'sessionId'>): string =>
  `${startTime(startedAt)}#${sessionId}`

const startTime = (at: number): string => String(at).padStart(13, '0')

const keyOf = (projectId: string, sessionId: string): string => `${projectId}#${sessionId}`

const keysOf = (state: SessionState) => ({
  projectId: state.projectId,
  sessionKey: keyOf(state.projectId, state.sessionId),
  startKey: startKeyOf(state),
  // Keys that hardly ever change: a session costs each of the two one write.
  visitorKey: keyOf(state.projectId, state.visitorId),
  ...(state.userId !== null && { userKey: keyOf(state.projectId, state.userId) }),
  // Until it is merged: a finisher that was interrupted finds it here again.
  ...((state.endedAt === null || state.mergedAt === null) && {
    openShard: OPEN_SHARDS[Number.parseInt(state.sessionId.slice(-1), 16) % OPEN_SHARDS.length],
    dueAt: Math.ceil(overAt(state) / COARSE_TIME_MS) * COARSE_TIME_MS,
  }),
})

const expiresAt = (state: SessionState, retentionDays: number): number =>
  state.pinned
    ? PINNED_UNTIL
    : Math.ceil(state.lastSeenAt / 1000) + (state.keepDays ?? retentionDays) * 24 * 60 * 60
