// Visitors, and which of them turned out to be which user.
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { EVENT_RETENTION_DAYS } from '../../core/limits.ts'
import { foldSighting, type Sighting, type Visitor, visitorSchema } from '../../core/people/visitor.ts'
import { holds } from './condition.ts'

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
    return { visitor: Item && visitorSchema.parse(Item), revision: Number(Item?.['revision'] ?? 0) }
  }

  /** Never kept for less long than it was: of two sessions of a visitor the older may write last. */
  const link = (visitor: Visitor, userId: string, expires: number): Promise<boolean> => {
    return holds(
      client.send(
        new PutCommand({
          TableName: table,
          Item: {
            pk: `user#${visitor.projectId}#${userId}`,
            sk: `visitor#${visitor.visitorId}`,
            v: 1,
            expiresAt: expires,
          },
          ConditionExpression: 'attribute_not_exists(pk) OR expiresAt < :expires',
          ExpressionAttributeValues: { ':expires': expires },
        }),
      ),
    )
  }

  const sight = async (sighting: Sighting): Promise<void> => {
    const { visitor: before, revision } = await read(sighting.projectId, sighting.visitorId)
    const after = foldSighting(before, sighting)
    if (after === before) return
    const expires = expiresAt(after, sighting.keepDays ?? retentionDays)
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

    /** A visitor was here. Saying it again changes nothing. */
    sight,
  }
}

const visitorKey = (projectId: string, visitorId: string) => ({
  pk: `visitor#${projectId}#${visitorId}`,
  sk: 'visitor',
})

const expiresAt = ({ lastSeenAt }: Visitor, retentionDays: number): number =>
  Math.ceil(lastSeenAt / 1000) + retentionDays * 24 * 60 * 60
