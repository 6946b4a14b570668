// What a create was answered, by its Idempotency-Key, so that a second try can be answered the same.
import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { IDEMPOTENCY_CLAIM_SECONDS, IDEMPOTENCY_HOURS } from '../../core/limits.ts'
import { holds } from './condition.ts'

export type IdempotencyRecord = {
  fingerprint: string
  /** The sealed answer; undefined while the first request is still at work. */
  answer: string | undefined
}

export const idempotencyRecords = (client: DynamoDBDocumentClient, table: string, now: () => number) => {
  const seconds = () => Math.floor(now() / 1000)
  return {
    /** Undefined when the claim is ours: nobody was here before, or whoever was died on the way. */
    claim: async (id: string, fingerprint: string): Promise<IdempotencyRecord | undefined> => {
      const ours = await holds(
        client.send(
          new PutCommand({
            TableName: table,
            Item: { ...keyOf(id), v: 1, fingerprint, expiresAt: seconds() + IDEMPOTENCY_CLAIM_SECONDS },
            ConditionExpression: 'attribute_not_exists(pk) OR expiresAt <= :now',
            ExpressionAttributeValues: { ':now': seconds() },
          }),
        ),
      )
      if (ours) return undefined
      const { Item } = await client.send(
        new GetCommand({ TableName: table, Key: keyOf(id), ConsistentRead: true }),
      )
      return { fingerprint: String(Item?.['fingerprint']), answer: Item?.['answer'] }
    },

    complete: async (id: string, fingerprint: string, answer: string): Promise<void> => {
      const expiresAt = seconds() + IDEMPOTENCY_HOURS * 60 * 60
      await client.send(
        new PutCommand({ TableName: table, Item: { ...keyOf(id), v: 1, fingerprint, answer, expiresAt } }),
      )
    },

    release: async (id: string): Promise<void> => {
      await client.send(new DeleteCommand({ TableName: table, Key: keyOf(id) }))
    },
  }
}

const keyOf = (id: string) => ({ pk: `idempotency#${id}`, sk: 'idempotency' })
