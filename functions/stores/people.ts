// Visitors, and which of them turned out to be which user.
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import { EVENT_RETENTION_DAYS } from '../../core/limits.ts'
import { foldSighting, type Sighting, type Visitor, visitorSchema } from '../../core/people/visitor.ts'
import { PINNED_UNTIL } from '../../core/pins/pin.ts'
import { holds } from './condition.ts'
import { rowsOf } from './read-rows.ts'

export type PeopleStore = ReturnType<typeof people>

export const people = (
  client: DynamoDBDocumentClient,
  table: string,
  retentionDays = EVENT_RETENTION_DAYS,
) => {
  const read = async (projectId: string, visitorId: string) => {
    const { Item } = await client.send(
      new GetCommand({ TableName: table, Key: visitorKey(projectId, visitorId), ConsistentRead: true }),
    )
    return {
      visitor: Item && visitorSchema.parse(Item),
      revision: Number(Item?.['revision'] ?? 0),
      /** A pinned session is theirs: without these rows nobody would find, and so erase it, by its person. */
      held: Item?.['expiresAt'] === PINNED_UNTIL,
    }
  }

  /** Never kept for less long than it was: of two sessions of a visitor the older may write last. */
  const link = (visitor: Visitor, userId: string, expires: number): Promise<boolean> => {
    return holds(
      client.send(
        new PutCommand({
          TableName: table,
          Item: {
            ...linkKey(visitor.projectId, userId, visitor.visitorId),
            v: 1,
            expiresAt: expires,
          },
          ConditionExpression: 'attribute_not_exists(pk) OR expiresAt < :expires',
          ExpressionAttributeValues: { ':expires': expires },
        }),
      ),
    )
  }

  const remove = async (Key: { pk: string; sk: string }): Promise<boolean> => {
    const command = new DeleteCommand({ TableName: table, Key, ReturnValues: 'ALL_OLD' })
    return (await client.send(command)).Attributes !== undefined
  }

  const setEnd = (Key: { pk: string; sk: string }, end: number, condition: string): Promise<boolean> =>
    holds(
      client.send(
        new UpdateCommand({
          TableName: table,
          Key,
          UpdateExpression: 'SET expiresAt = :end',
          ConditionExpression: `attribute_exists(pk) AND ${condition}`,
          ExpressionAttributeValues: { ':end': end },
        }),
      ),
    )
  const prolong = (Key: { pk: string; sk: string }, end: number) => setEnd(Key, end, 'expiresAt < :end')
  const shorten = (Key: { pk: string; sk: string }, end: number) => setEnd(Key, end, 'expiresAt > :end')

  const sight = async (sighting: Sighting): Promise<void> => {
    const { visitor: before, revision, held } = await read(sighting.projectId, sighting.visitorId)
    const after = foldSighting(before, sighting)
    if (after === before) return
    const expires = held ? PINNED_UNTIL : expiresAt(after, sighting.keepDays ?? retentionDays)
    // The link first: a crash before the visitor is written leaves it to be written again.
    if (after.userId !== null) await link(after, after.userId, expires)
    const written = await holds(
      client.send(
        new PutCommand({
          TableName: table,
          Item: {
            ...visitorKey(after.projectId, after.visitorId),
            ...after,
            expiresAt: expires,
            revision: revision + 1,
          },
          ConditionExpression: 'attribute_not_exists(pk) OR revision = :read',
          ExpressionAttributeValues: { ':read': revision },
        }),
      ),
    )
    if (!written) await sight(sighting)
  }

  return {
    find: async (projectId: string, visitorId: string): Promise<Visitor | undefined> =>
      (await read(projectId, visitorId)).visitor,

    visitorsOf: async (projectId: string, userId: string): Promise<string[]> =>
      (await rowsOf(client, table, linkKey(projectId, userId, '').pk, LINK)).map(({ sk }) =>
        String(sk).slice(LINK.length),
      ),

    /** The visitor and its link, which goes first: it is found by the visitor. Returns the number of rows. */
    removeVisitor: async (projectId: string, visitorId: string): Promise<number> => {
      const { visitor } = await read(projectId, visitorId)
      if (!visitor) return 0
      const linked = visitor.userId !== null && (await remove(linkKey(projectId, visitor.userId, visitorId)))
      const there = await remove(visitorKey(projectId, visitorId))
      return Number(linked) + Number(there)
    },

    /** By the project's days as they are now: for longer, or not at all any more. */
    keepFor: async (projectId: string, visitorId: string, days: number, now: number): Promise<void> => {
      const { visitor, held } = await read(projectId, visitorId)
      if (!visitor || held) return
      const end = expiresAt(visitor, days)
      for (const Key of keysOf(visitor)) {
        if (end <= now / 1000) await remove(Key)
        else await prolong(Key, end)
      }
    },

    /** Until they are released: somebody pinned a session of theirs. */
    hold: async (projectId: string, visitorId: string): Promise<void> => {
      const { visitor, held } = await read(projectId, visitorId)
      if (!visitor || held) return
      for (const Key of keysOf(visitor)) await prolong(Key, PINNED_UNTIL)
    },

    /** Back to the project's days: for so long, or not at all any more. */
    release: async (projectId: string, visitorId: string, days: number, now: number): Promise<void> => {
      const { visitor } = await read(projectId, visitorId)
      if (!visitor) return
      const end = expiresAt(visitor, days)
      for (const Key of keysOf(visitor)) {
        if (end <= now / 1000) await remove(Key)
        else await shorten(Key, end)
      }
    },

    /** Links of a user whose visitors are gone. Returns the number of rows. */
    removeLinks: async (projectId: string, userId: string): Promise<number> => {
      const links = await rowsOf(client, table, linkKey(projectId, userId, '').pk, LINK)
      let removed = 0
      for (const { pk, sk } of links) removed += Number(await remove({ pk: String(pk), sk: String(sk) }))
      return removed
    },

    /** A visitor was here. Saying it again changes nothing. */
    sight,
  }
}

const visitorKey = (projectId: string, visitorId: string) => ({
  pk: `visitor#${projectId}#${visitorId}`,
  sk: 'visitor',
})

const LINK = 'visitor#'

/** The link first: it is found by the visitor. */
const keysOf = ({ projectId, visitorId, userId }: Visitor) => [
  ...(userId === null ? [] : [linkKey(projectId, userId, visitorId)]),
  visitorKey(projectId, visitorId),
]

const linkKey = (projectId: string, userId: string, visitorId: string) => ({
  pk: `user#${projectId}#${userId}`,
  sk: `${LINK}${visitorId}`,
})

const expiresAt = ({ lastSeenAt }: Visitor, retentionDays: number): number =>
  Math.ceil(lastSeenAt / 1000) + retentionDays * 24 * 60 * 60
