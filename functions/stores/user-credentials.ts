// How users of a site sign in: a password's hash, or the subject that another provider knows them by.
import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import { holds } from './condition.ts'
import { rowsOf } from './read-rows.ts'

const credentialSchema = z.object({
  userId: z.string(),
  /** Of a password; another provider keeps its own. */
  hash: z.string().optional(),
})

export type Credential = z.infer<typeof credentialSchema>
export type CredentialStore = ReturnType<typeof userCredentials>

/** `name` is a keyed hash of what somebody signs in with: no address can be read out of it. */
export const userCredentials = (client: DynamoDBDocumentClient, table: string) => {
  const remove = async (Key: { pk: string; sk: string }): Promise<void> => {
    await client.send(new DeleteCommand({ TableName: table, Key }))
  }

  return {
    find: async (projectId: string, name: string): Promise<Credential | undefined> => {
      const Key = keyOf(projectId, name)
      const { Item } = await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }))
      return Item && credentialSchema.parse(Item)
    },

    /** False when somebody has it. The link before it: an erasure finds by it whatever was under way. */
    add: async (projectId: string, name: string, credential: Credential, now: number): Promise<boolean> => {
      const link = linkKey(projectId, credential.userId, name)
      await client.send(new PutCommand({ TableName: table, Item: { ...link, v: 1 } }))
      const added = await holds(
        client.send(
          new PutCommand({
            TableName: table,
            Item: { ...keyOf(projectId, name), v: 1, ...credential, createdAt: now },
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
        ),
      )
      if (!added) await remove(link)
      return added
    },

    /** All of a user's; the links last, since they lead there. Returns the number of rows. */
    removeOf: async (projectId: string, userId: string): Promise<number> => {
      const links = await rowsOf(client, table, linkKey(projectId, userId, '').pk, LINK)
      for (const { pk, sk } of links) {
        const name = String(sk).slice(LINK.length)
        await holds(
          client.send(
            new DeleteCommand({
              TableName: table,
              Key: keyOf(projectId, name),
              ConditionExpression: 'userId = :me',
              ExpressionAttributeValues: { ':me': userId },
            }),
          ),
        )
        await remove({ pk: String(pk), sk: String(sk) })
      }
      return links.length
    },
  }
}

const LINK = 'credential#'

const keyOf = (projectId: string, name: string) => ({
  pk: `credential#${projectId}#${name}`,
  sk: 'credential',
})

const linkKey = (projectId: string, userId: string, name: string) => ({
  pk: `user#${projectId}#${userId}`,
  sk: `${LINK}${name}`,
})
