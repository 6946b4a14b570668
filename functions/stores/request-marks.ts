// Marks that one of many requests leaves for a while, so that the others need not do the same.
import { createHash } from 'node:crypto'
import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { holds } from './condition.ts'

export type RequestMarks = ReturnType<typeof requestMarks>

type Kind = 'merging' | 'watched'

export const requestMarks = (client: DynamoDBDocumentClient, table: string, now: () => number) => {
  const seconds = () => Math.floor(now() / 1000)
  return {
    /** True for the first who asks, until the mark ends. Who comes later is told by a read, and writes nothing. */
    take: async (kind: Kind, name: string, forMs: number): Promise<boolean> => {
      const Key = keyOf(kind, name)
      const { Item } = await client.send(new GetCommand({ TableName: table, Key }))
      if (Item && Number(Item['expiresAt']) > seconds()) return false
      return holds(
        client.send(
          new PutCommand({
            TableName: table,
            Item: { ...Key, v: 1, expiresAt: seconds() + Math.ceil(forMs / 1000) },
            ConditionExpression: 'attribute_not_exists(pk) OR expiresAt < :after',
            ExpressionAttributeValues: { ':after': seconds() + 1 },
          }),
        ),
      )
    },

    giveBack: async (kind: Kind, name: string): Promise<void> => {
      await client.send(new DeleteCommand({ TableName: table, Key: keyOf(kind, name) }))
    },
  }
}

/** Hashed: no mark says of whom it is, whatever becomes of the one it was left for. */
const keyOf = (kind: Kind, name: string) => ({
  pk: `${kind}#${createHash('sha256').update(name).digest('hex')}`,
  sk: kind,
})
