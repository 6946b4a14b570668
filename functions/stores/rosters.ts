// Rosters of those who are here: a row each, which ends when its user is offline and everybody knows.
import { createHash } from 'node:crypto'
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
} from '@aws-sdk/lib-dynamodb'
import { PRESENCE_CLOCK_SLACK_MS, PRESENCE_SHARDS } from '../../core/limits.ts'
import { dueAt, isOver, liveUntil, newRoster, type Roster, seenAt } from '../../core/presence/roster.ts'
import type { Holder } from '../../core/socket/ticket.ts'
import { holds } from './condition.ts'
import { presenceRows } from './presence-rows.ts'

/** A user of the site, or a visitor without a name, who is only counted. */
export type Who = { projectId: string; kind: 'user' | 'visitor'; id: string }

export type RosterStore = ReturnType<typeof rosters>

/** Times that a change is tried again after somebody else's: devices of one user, and a sweep. */
const ATTEMPTS = 20

/** Seconds after its last lease at which TTL takes a row that no sweep found (a day). */
const FORGOTTEN_SECONDS = 24 * 60 * 60

export const rosters = (client: DynamoDBDocumentClient, table: string, now: () => number) => {
  const rows = presenceRows(client, table, now)

  const read = async (who: Who): Promise<{ roster?: Roster; revision: number }> => {
    const { Item } = await client.send(
      new GetCommand({ TableName: table, Key: rosterKey(who), ConsistentRead: true }),
    )
    return Item ? { roster: rosterOf(Item), revision: Number(Item['revision']) } : { revision: 0 }
  }

  /** After the roster: a row that ends writes what is remembered of its user first. */
  const begin = async ({ projectId, kind, id }: Who): Promise<Roster> => {
    const known = kind === 'user' ? await rows.read(projectId, id) : undefined
    return newRoster({
      username: known?.username ?? null,
      hidden: known?.hidden ?? false,
      lastSeenAt: known?.lastSeenAt ?? null,
      version: known?.version ?? 0,
    })
  }

  const write = (who: Who, roster: Roster, revision: number): Promise<boolean> =>
    holds(
      client.send(
        new PutCommand({
          TableName: table,
          Item: {
            ...rosterKey(who),
            v: 1,
            revision: revision + 1,
            roster: JSON.stringify(roster),
            liveUntil: liveUntil(roster),
            dueAt: dueAt(roster),
            seenAt: seenAt(roster),
            expiresAt: Math.ceil(Math.max(now(), liveUntil(roster)) / 1000) + FORGOTTEN_SECONDS,
          },
          ...(revision === 0
            ? { ConditionExpression: 'attribute_not_exists(pk)' }
            : {
                ConditionExpression: 'revision = :read',
                ExpressionAttributeValues: { ':read': revision },
              }),
        }),
      ),
    )

  const end = async (who: Who, roster: Roster, revision: number): Promise<boolean> => {
    // First what is remembered: whoever finds no roster finds that.
    if (who.kind === 'user') {
      const { username, hidden, lastSeenAt, activeAt, told } = roster
      await rows.note(who.projectId, who.id, { username, hidden, lastSeenAt, version: told.version })
      if (activeAt !== null) await rows.touch(who.projectId, who.id, activeAt)
    }
    return holds(
      client.send(
        new DeleteCommand({
          TableName: table,
          Key: rosterKey(who),
          ConditionExpression: 'attribute_not_exists(pk) OR revision = :read',
          ExpressionAttributeValues: { ':read': revision },
        }),
      ),
    )
  }

  return {
    find: async (who: Who): Promise<Roster | undefined> => (await read(who)).roster,

    /**
     * Reads, changes and writes, again if somebody else was faster. A roster that is over ends with its row; `ifThere`
     * leaves who has no row without one.
     */
    change: async (
      who: Who,
      fold: (roster: Roster) => Roster,
      { ifThere = false } = {},
    ): Promise<Roster | undefined> => {
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        const { roster, revision } = await read(who)
        if (!roster && ifThere) return undefined
        const before = roster ?? (await begin(who))
        const after = fold(before)
        if (isOver(after)) {
          if (!roster || (await end(who, after, revision))) return after
        } else if (isSame(before, after) || (await write(who, after, revision))) return after
      }
      throw new Error('A roster changes faster than it can be written.')
    },

    /** Those of a shard that are due, or that were seen in the future by a clock that was set back since. */
    due: async (shard: number): Promise<{ who: Who[]; rows: number }> => {
      const who: Who[] = []
      let scanned = 0
      let from: Record<string, unknown> | undefined
      do {
        const {
          Items = [],
          ScannedCount,
          LastEvaluatedKey,
        } = await client.send(
          new QueryCommand({
            TableName: table,
            KeyConditionExpression: 'pk = :pk',
            FilterExpression: 'dueAt <= :now OR seenAt > :future',
            ProjectionExpression: 'sk',
            ExpressionAttributeValues: {
              ':pk': shardKey(shard),
              ':now': now(),
              ':future': now() + PRESENCE_CLOCK_SLACK_MS,
            },
            ...(from && { ExclusiveStartKey: from }),
          }),
        )
        who.push(...Items.map(({ sk }) => whoIs(String(sk))))
        scanned += ScannedCount ?? 0
        from = LastEvaluatedKey
      } while (from)
      return { who, rows: scanned }
    },

    /** For an erasure. Whose connections they were. */
    remove: async (who: Who): Promise<string[]> => {
      const { roster } = await read(who)
      await client.send(new DeleteCommand({ TableName: table, Key: rosterKey(who) }))
      return Object.keys(roster?.devices ?? {})
    },
  }
}

const isSame = (one: Roster, other: Roster): boolean => JSON.stringify(one) === JSON.stringify(other)

export const rosterOf = (item: Record<string, unknown>): Roster =>
  JSON.parse(String(item['roster'])) as Roster

export const shardKey = (shard: number): string => `roster#${shard}`

const shardOf = (words: string): number =>
  createHash('sha256').update(words).digest().readUInt32BE() % PRESENCE_SHARDS

/** Sorted by project, so that a shard lists those of one. */
export const rosterKey = ({ projectId, kind, id }: Who) => {
  const sk = `${projectId}#${kind}#${id}`
  return { pk: shardKey(shardOf(sk)), sk }
}

/** Members are in no roster. */
export const whoHolds = (holder: Holder): Who | undefined => {
  const { kind, projectId } = holder
  if (kind === 'user') return { projectId, kind, id: holder.userId }
  return kind === 'visitor' ? { projectId, kind, id: holder.visitorId } : undefined
}

export const whoIs = (sk: string): Who => {
  const [projectId = '', kind, ...id] = sk.split('#')
  return { projectId, kind: kind === 'visitor' ? 'visitor' : 'user', id: id.join('#') }
}
