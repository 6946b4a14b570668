// The row of one limit and one principal: what is taken, by conditional writes that need no reading first.
import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import { LIMIT_ROW_GRACE_SECONDS } from '../../core/limits.ts'
import { isBucket, type LimitState, meterOf } from '../../core/rate-limits/meter-of.ts'
import type { Policy } from '../../core/rate-limits/policies.ts'

/** What to write where; `:now`, `:weight` and `:room` are the meter's. */
const BUCKET = {
  schema: z.object({ tat: z.number() }),
  join: 'SET tat = tat + :weight, expiresAt = :expiresAt',
  ifItFits: 'tat BETWEEN :now AND :room',
  ifItIsOver: 'attribute_not_exists(tat) OR tat < :now',
  giveBack: 'SET tat = tat - :weight',
  ifItWasTaken: 'tat >= :now',
}
const WINDOW = {
  schema: z.object({ used: z.number(), resetAt: z.number() }),
  join: 'SET used = used + :weight',
  ifItFits: 'resetAt > :now AND used <= :room',
  ifItIsOver: 'attribute_not_exists(resetAt) OR resetAt <= :now',
  giveBack: 'SET used = used - :weight',
  ifItWasTaken: 'resetAt > :now AND used >= :weight',
}

type Dependencies = {
  client: DynamoDBDocumentClient
  table: string
  policy: Policy
  principal: string
  /** Milliseconds for one call. */
  timeoutMs: number
}

type Change = { update: string; condition: string; values: Record<string, number> }

export type LimitRow = ReturnType<typeof limitRow>

export const limitRow = ({ client, table, policy, principal, timeoutMs }: Dependencies) => {
  const meter = meterOf(policy)
  const words = isBucket(policy) ? BUCKET : WINDOW
  const address = { TableName: table, Key: { pk: `limit#${policy.name}#${principal}`, sk: 'limit' } }
  const inTime = () => ({ abortSignal: AbortSignal.timeout(timeoutMs) })
  const expiresAt = (now: number) => Math.ceil(now / 1000) + meter.windowSeconds + LIMIT_ROW_GRACE_SECONDS

  /** The state after the change; undefined if its condition does not hold. */
  const change = async ({ update, condition, values }: Change): Promise<LimitState | undefined> => {
    const command = new UpdateCommand({
      ...address,
      UpdateExpression: update,
      ConditionExpression: condition,
      ExpressionAttributeValues: Object.fromEntries(
        Object.entries(values).map(([name, value]) => [`:${name}`, value]),
      ),
      ReturnValues: 'ALL_NEW',
    })
    try {
      const { Attributes } = await client.send(command, inTime())
      return words.schema.parse(Attributes)
    } catch (error) {
      if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return undefined
      throw error
    }
  }

  return {
    /** Takes from what is running, if it fits. */
    join: (now: number, amount: number) => {
      const weight = meter.weight(amount)
      const room = meter.room(now, amount)
      return change({
        update: words.join,
        condition: words.ifItFits,
        values: { now, weight, room, ...(isBucket(policy) && { expiresAt: expiresAt(now) }) },
      })
    },

    /** Takes the first, if nothing is running. */
    begin: (now: number, amount: number) => {
      const state = { ...meter.begin(now, amount), expiresAt: expiresAt(now) }
      const fields = Object.keys(state).map((field) => `${field} = :${field}`)
      return change({
        update: `SET ${fields.join(', ')}`,
        condition: words.ifItIsOver,
        values: { now, ...state },
      })
    },

    read: async (): Promise<LimitState | undefined> => {
      const { Item } = await client.send(new GetCommand({ ...address, ConsistentRead: true }), inTime())
      return Item && words.schema.parse(Item)
    },

    /** Nothing happens if what was taken is over already. */
    giveBack: async (now: number, amount: number): Promise<void> => {
      const values = { now, weight: meter.weight(amount) }
      await change({ update: words.giveBack, condition: words.ifItWasTaken, values })
    },
  }
}
