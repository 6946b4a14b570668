// Usernames: the way from a name to its user, unique in a project by a conditional write.
import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { USERNAME_CLAIM_MS } from '../../core/limits.ts'
import { usernameKey } from '../../core/users/username.ts'
import { holds } from './condition.ts'
import { rowsAt } from './read-rows.ts'

type Claim = { userId: string; claimedAt: number }

export const usernames = (client: DynamoDBDocumentClient, table: string, now: () => number) => {
  const claimed = async (projectId: string, username: string): Promise<Claim | undefined> => {
    const Key = keyOf(projectId, username)
    const { Item } = await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }))
    return Item && { userId: String(Item['userId']), claimedAt: Number(Item['claimedAt']) }
  }

  const write = (projectId: string, username: string, userId: string, over: Claim | undefined) =>
    holds(
      client.send(
        new PutCommand({
          TableName: table,
          Item: { ...keyOf(projectId, username), v: 1, userId, claimedAt: now() },
          ConditionExpression: over
            ? 'userId = :owner AND claimedAt = :at'
            : 'attribute_not_exists(pk) OR userId = :me',
          ExpressionAttributeValues: over
            ? { ':owner': over.userId, ':at': over.claimedAt }
            : { ':me': userId },
        }),
      ),
    )

  return {
    ownerOf: async (projectId: string, username: string): Promise<string | undefined> =>
      (await claimed(projectId, username))?.userId,

    /** By the keys of the names. */
    ownersOf: async (projectId: string, names: readonly string[]): Promise<Map<string, string>> => {
      const keys = [...new Set(names.map(usernameKey))].map((name) => keyOf(projectId, name))
      const rows = await rowsAt(client, table, keys)
      return new Map(
        rows.map(({ pk, userId }) => [String(pk).slice(partitionOf(projectId, '').length), String(userId)]),
      )
    },

    /**
     * True when the name is this user's now. Whoever claimed it before and never came to bear it, as `isBorne` says,
     * died on the way.
     */
    claim: async (
      projectId: string,
      username: string,
      userId: string,
      isBorne: (owner: string) => Promise<boolean>,
    ): Promise<boolean> => {
      if (await write(projectId, username, userId, undefined)) return true
      const other = await claimed(projectId, username)
      if (!other) return write(projectId, username, userId, undefined)
      if (other.claimedAt > now() - USERNAME_CLAIM_MS || (await isBorne(other.userId))) return false
      return write(projectId, username, userId, other)
    },

    /** False when it is somebody else's. */
    release: (projectId: string, username: string, userId: string): Promise<boolean> =>
      holds(
        client.send(
          new DeleteCommand({
            TableName: table,
            Key: keyOf(projectId, username),
            ConditionExpression: 'userId = :me',
            ExpressionAttributeValues: { ':me': userId },
          }),
        ),
      ),
  }
}

const partitionOf = (projectId: string, key: string): string => `username#${projectId}#${key}`

const keyOf = (projectId: string, username: string) => ({
  pk: partitionOf(projectId, usernameKey(username)),
  sk: 'username',
})
