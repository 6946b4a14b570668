// Who is here, and since when the others are not: read from rosters and from what is remembered, without a scan.
import { type DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import { PRESENCE_COUNT_MS, PRESENCE_SHARDS } from '../../core/limits.ts'
import { isoOrNull, type Presence } from '../../core/presence/presence.ts'
import { liveConnections, type Roster, settle, statusOf } from '../../core/presence/roster.ts'
import type { Standing } from '../../core/socket/presence-frames.ts'
import { type PresenceRow, presenceKey, presenceRowOf, presenceRows } from './presence-rows.ts'
import { rowsAt } from './read-rows.ts'
import { rosterKey, rosterOf, rosters, shardKey, whoIs } from './rosters.ts'

export type PresenceStore = ReturnType<typeof presence>

/** Where a list of who is online goes on. */
export const onlineCursorSchema = z.object({ shard: z.number().int(), after: z.string().optional() })

export type OnlineCursor = z.infer<typeof onlineCursorSchema>

export type Counted = { users: number; visitors: number }

export const presence = (client: DynamoDBDocumentClient, table: string, now: () => number) => {
  const rows = presenceRows(client, table, now)
  const rosterStore = rosters(client, table, now)

  /** `seesHidden` is for members and servers: to everybody else a hidden user is offline, and never was seen. */
  const read = async (
    projectId: string,
    userIds: readonly string[],
    { seesHidden = false } = {},
  ): Promise<Map<string, Presence>> => {
    const at = now()
    const found = await rowsOf(projectId, userIds)
    return new Map(
      found.flatMap(({ userId, row, roster }) =>
        row || roster ? [[userId, toPresence(userId, row, roster, at, seesHidden)] as const] : [],
      ),
    )
  }

  /** As watchers were told last, which may lag behind how it is: so that what they are told next fits on. */
  const standings = async (
    projectId: string,
    userIds: readonly string[],
    { seesHidden }: { seesHidden: boolean },
  ): Promise<Standing[]> => {
    const found = await rowsOf(projectId, userIds)
    return found.map(({ userId, row, roster }) => {
      const hides = (roster?.hidden ?? row?.hidden ?? false) && !seesHidden
      const status = roster ? (seesHidden ? roster.told.status : roster.told.shown) : 'offline'
      return {
        userId,
        username: roster?.username ?? row?.username ?? null,
        status,
        version: roster?.told.version ?? row?.version ?? 0,
        lastSeenAt: hides ? null : roster ? roster.lastSeenAt : (row?.lastSeenAt ?? null),
      }
    })
  }

  const rowsOf = async (projectId: string, userIds: readonly string[]) => {
    const ids = [...new Set(userIds)]
    const keys = ids.flatMap((id) => [presenceKey(projectId, id), rosterKey({ projectId, kind: 'user', id })])
    const found = new Map(
      (await rowsAt(client, table, keys)).map((row) => [`${row['pk']}\n${row['sk']}`, row]),
    )
    const rowAt = ({ pk, sk }: { pk: string; sk: string }) => found.get(`${pk}\n${sk}`)
    return ids.map((userId) => {
      const item = rowAt(rosterKey({ projectId, kind: 'user', id: userId }))
      return {
        userId,
        row: presenceRowOf(rowAt(presenceKey(projectId, userId)), now()),
        roster: item && rosterOf(item),
      }
    })
  }

  const count = async (projectId: string, kind: 'user' | 'visitor'): Promise<number> => {
    const counts = await Promise.all(
      Array.from({ length: PRESENCE_SHARDS }, async (_, shard) => {
        let sum = 0
        let from: Record<string, unknown> | undefined
        do {
          const { Count = 0, LastEvaluatedKey } = await client.send(
            new QueryCommand({ ...liveIn(shard, projectId, kind), Select: 'COUNT', ...startingAt(from) }),
          )
          sum += Count
          from = LastEvaluatedKey
        } while (from)
        return sum
      }),
    )
    return counts.reduce((sum, one) => sum + one, 0)
  }

  const liveIn = (shard: number, projectId: string, kind: 'user' | 'visitor') => ({
    TableName: table,
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :begins)',
    FilterExpression: 'liveUntil > :now',
    ExpressionAttributeValues: {
      ':pk': shardKey(shard),
      ':begins': `${projectId}#${kind}#`,
      ':now': now(),
    },
  })

  const pageOf = async (
    projectId: string,
    { shard, after }: OnlineCursor,
    limit: number,
  ): Promise<{ ids: string[]; next: OnlineCursor }> => {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        ...liveIn(shard, projectId, 'user'),
        ProjectionExpression: 'sk',
        Limit: limit,
        ...startingAt(after === undefined ? undefined : { pk: shardKey(shard), sk: after }),
      }),
    )
    return {
      ids: Items.map(({ sk }) => whoIs(String(sk)).id),
      next: LastEvaluatedKey ? { shard, after: String(LastEvaluatedKey['sk']) } : { shard: shard + 1 },
    }
  }

  /** Counted at most every ten seconds, however many ask. */
  const countAll = async (projectId: string): Promise<Counted> => {
    const { Item } = await client.send(new GetCommand({ TableName: table, Key: countKey(projectId) }))
    const age = now() - Number(Item?.['countedAt'] ?? 0)
    if (Item && age >= 0 && age < PRESENCE_COUNT_MS)
      return { users: Number(Item['users']), visitors: Number(Item['visitors']) }
    const countedAt = now()
    const [users, visitors] = await Promise.all([count(projectId, 'user'), count(projectId, 'visitor')])
    const expiresAt = Math.ceil(countedAt / 1000) + 60
    await client.send(
      new PutCommand({
        TableName: table,
        Item: { ...countKey(projectId), v: 1, users, visitors, countedAt, expiresAt },
      }),
    )
    return { users, visitors }
  }

  return {
    read,
    standings,

    /** Those who are online or away, for members and servers; a page may be short of `limit` before the end. */
    online: async (
      projectId: string,
      { limit, cursor }: { limit: number; cursor?: OnlineCursor | undefined },
    ): Promise<{ presences: Presence[]; nextCursor: OnlineCursor | undefined }> => {
      const ids: string[] = []
      let position: OnlineCursor | undefined = cursor ?? { shard: 0 }
      while (position && position.shard < PRESENCE_SHARDS && ids.length < limit) {
        const page = await pageOf(projectId, position, limit - ids.length)
        ids.push(...page.ids)
        position = page.next
      }
      const known = await read(projectId, ids, { seesHidden: true })
      return {
        presences: ids.flatMap((id) => known.get(id) ?? []).filter(({ isOnline }) => isOnline),
        nextCursor: position && position.shard < PRESENCE_SHARDS ? position : undefined,
      }
    },

    /** Users; at most ten seconds late. */
    countOnline: async (projectId: string): Promise<number> => (await countAll(projectId)).users,

    /** Visitors without a name, too. */
    countAll,

    /** Open connections of these users, as far as anybody knows. */
    connectionsOf: async (projectId: string, userIds: readonly string[]): Promise<string[]> => {
      const keys = [...new Set(userIds)].map((id) => rosterKey({ projectId, kind: 'user', id }))
      const found = await rowsAt(client, table, keys)
      return found.flatMap((item) => liveConnections(rosterOf(item), now()))
    },

    touch: rows.touch,
    noteLogin: rows.noteLogin,
    /** Before the roster: one that begins meanwhile takes it from there. */
    hide: async (projectId: string, userId: string, hidden: boolean): Promise<void> => {
      await rows.hide(projectId, userId, hidden)
      await rosterStore.change(
        { projectId, kind: 'user', id: userId },
        (roster) => (roster.hidden === hidden ? roster : settle({ ...roster, hidden }, now())),
        { ifThere: true },
      )
    },
    /** A name that the site's server told. */
    nameIs: rows.nameIs,

    /** For an erasure: how many rows it took, and which connections the user had. */
    remove: async (projectId: string, userId: string): Promise<{ rows: number; connectionIds: string[] }> => {
      const who = { projectId, kind: 'user', id: userId } as const
      const roster = await rosterStore.find(who)
      const connectionIds = await rosterStore.remove(who)
      const removed = await rows.remove(projectId, userId)
      return { rows: Number(roster !== undefined) + Number(removed), connectionIds }
    },
  }
}

const startingAt = (from: Record<string, unknown> | undefined) => (from ? { ExclusiveStartKey: from } : {})

const countKey = (projectId: string) => ({ pk: `count#${projectId}`, sk: 'count' })

const toPresence = (
  userId: string,
  row: PresenceRow | undefined,
  roster: Roster | undefined,
  at: number,
  seesHidden: boolean,
): Presence => {
  const hides = (roster?.hidden ?? row?.hidden ?? false) && !seesHidden
  const status = hides || !roster ? 'offline' : statusOf(roster, at)
  return {
    userId,
    username: roster?.username ?? row?.username ?? null,
    status,
    isOnline: status !== 'offline',
    lastSeen: hides ? null : isoOrNull(lastSeenAt(row, roster, status === 'offline')),
    lastActiveAt: hides ? null : isoOrNull(latest(row?.lastActiveAt, roster?.activeAt)),
    lastLoginAt: hides ? null : isoOrNull(row?.lastLoginAt),
  }
}

/** Readers do not wait for the grace: whoever is not here was last seen when they were last here. */
const lastSeenAt = (
  row: PresenceRow | undefined,
  roster: Roster | undefined,
  offline: boolean,
): number | null => {
  if (!roster) return row?.lastSeenAt ?? null
  return offline ? (roster.presentAt ?? roster.lastSeenAt) : roster.lastSeenAt
}

const latest = (...times: (number | null | undefined)[]): number | null => {
  const known = times.filter((time) => typeof time === 'number')
  return known.length > 0 ? Math.max(...known) : null
}
