// One-time tickets that open a socket; only their hash is kept.
import { createHash } from 'node:crypto'
import { DeleteCommand, type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb'
import { type Holder, holderSchema } from '../../core/socket/ticket.ts'

export const tickets = (client: DynamoDBDocumentClient, table: string, now: () => number) => ({
  issue: async (ticket: string, holder: Holder, expiresAt: number): Promise<void> => {
    const item = { ...keyOf(ticket), v: 1, ...holder, expiresAt: Math.floor(expiresAt / 1000) }
    await client.send(new PutCommand({ TableName: table, Item: item }))
  },

  /** Taken away in one step: of two who come with the same ticket, one gets in. */
  consume: async (ticket: string): Promise<Holder | undefined> => {
    try {
      const { Attributes } = await client.send(
        new DeleteCommand({
          TableName: table,
          Key: keyOf(ticket),
          ConditionExpression: 'expiresAt > :now',
          ExpressionAttributeValues: { ':now': Math.floor(now() / 1000) },
          ReturnValues: 'ALL_OLD',
        }),
      )
      return holderSchema.parse(Attributes)
    } catch (error) {
      if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return undefined
      throw error
    }
  },
})

const keyOf = (ticket: string) => ({
  pk: `ticket#${createHash('sha256').update(ticket).digest('hex')}`,
  sk: 'ticket',
})
