// Which run sweeps the rosters: the newest that began, as long as it says that it still does.
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import { PRESENCE_SWEEP_MS } from '../../core/limits.ts'
import { holds } from './condition.ts'

/** Sweeps that a run may be late before it is taken for dead. */
const PATIENCE = 3

const KEY = { pk: 'sweeper', sk: 'sweeper' }

export type SweeperStore = ReturnType<typeof sweeper>

export const sweeper = (client: DynamoDBDocumentClient, table: string, now: () => number) => {
  const until = () => now() + PATIENCE * PRESENCE_SWEEP_MS
  const byOwner = (owner: string) => ({
    ConditionExpression: '#owner = :owner',
    ExpressionAttributeNames: { '#owner': 'owner' },
    ExpressionAttributeValues: { ':owner': owner },
  })

  return {
    isAtWork: async (): Promise<boolean> => {
      const { Item } = await client.send(new GetCommand({ TableName: table, Key: KEY, ConsistentRead: true }))
      return Number(Item?.['heldUntil'] ?? 0) > now()
    },

    /** From whoever had it. */
    takeOver: async (owner: string): Promise<void> => {
      await client.send(
        new PutCommand({ TableName: table, Item: { ...KEY, v: 1, owner, heldUntil: until() } }),
      )
    },

    /** False when a newer run has taken over. */
    goOn: (owner: string): Promise<boolean> => {
      const { ExpressionAttributeValues, ...condition } = byOwner(owner)
      return holds(
        client.send(
          new UpdateCommand({
            TableName: table,
            Key: KEY,
            UpdateExpression: 'SET heldUntil = :until',
            ...condition,
            ExpressionAttributeValues: { ...ExpressionAttributeValues, ':until': until() },
          }),
        ),
      )
    },

    release: async (owner: string): Promise<void> => {
      await holds(client.send(new DeleteCommand({ TableName: table, Key: KEY, ...byOwner(owner) })))
    },
  }
}
