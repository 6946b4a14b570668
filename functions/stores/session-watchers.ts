// Who watches what of a project: by itself, since the ingest asks this and nothing else of connections.
import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb'
import type { May } from '../../core/projects/may-see.ts'

/** `sessions` is the list of the project's sessions, `people` all of its users; `replay` is a session with its recording. */
export type Watched = 'sessions' | 'people' | `session#${string}` | `replay#${string}`

/** `may` is of one who may not see all. */
export type Watcher = { watched: Watched; connectionId: string; may?: May }

/** Undefined for the lists. */
export const sessionOf = (watched: Watched): string | undefined => watched.split('#')[1]

export const watchersKey = (projectId: string): string => `watchers#${projectId}`

/** Asked with each batch, so it may be a moment late. */
export const watchersIn =
  (client: DynamoDBDocumentClient, table: string, now: () => number) =>
  async (projectId: string): Promise<Watcher[]> => {
    const found: Record<string, unknown>[] = []
    let from: Record<string, unknown> | undefined
    do {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': watchersKey(projectId) },
          ...(from && { ExclusiveStartKey: from }),
        }),
      )
      found.push(...Items)
      from = LastEvaluatedKey
    } while (from)
    return found.filter(({ expiresAt }) => Number(expiresAt) > now() / 1000) as Watcher[]
  }
