// What is left of each limit, shared by all containers: one conditional update takes from it, with nothing read before.
import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { bucketVerdict, latestFullAt, millisecondsOf, tokensIn } from '../../core/rate-limits/bucket.ts'
import {
  type BucketPolicy,
  capacityOf,
  isBucket,
  type Policy,
  type WindowPolicy,
  windowOf,
} from '../../core/rate-limits/policies.ts'
import { unlimited, type Verdict } from '../../core/rate-limits/verdict.ts'
import { windowVerdict } from '../../core/rate-limits/window.ts'
import { leases } from './rate-limit-leases.ts'

type Options = { client: DynamoDBDocumentClient; table: string; now: () => number }

/** Two containers may begin a window at once; whoever comes second finds it begun, and tries again. */
const ATTEMPTS = 3

/** Seconds that a row outlives its use. */
const ROW_MARGIN_SECONDS = 60

export const rateLimits = ({ client, table, now }: Options) => {
  const update = async (
    key: Key,
    change: { set: string; condition: string; values: Record<string, number> },
  ): Promise<Record<string, unknown> | undefined> => {
    try {
      const { Attributes } = await client.send(
        new UpdateCommand({
          TableName: table,
          Key: key,
          UpdateExpression: `SET ${change.set}, expiresAt = :expires`,
          ConditionExpression: change.condition,
          ExpressionAttributeValues: change.values,
          ReturnValues: 'ALL_NEW',
        }),
      )
      return Attributes
    } catch (error) {
      if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return undefined
      throw error
    }
  }

  const read = async (key: Key): Promise<Record<string, unknown>> =>
    (await client.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }))).Item ?? {}

  const takeOfWindow = async (policy: WindowPolicy, key: Key, cost: number): Promise<Verdict> => {
    const { limit, windowSeconds } = policy
    for (let attempt = 1; ; attempt++) {
      const at = now()
      const values = { ':n': cost, ':now': at, ':expires': expiry(at, windowSeconds) }
      const taken =
        (await update(key, {
          set: 'used = used + :n',
          condition: 'resetAt > :now AND used <= :most',
          values: { ...values, ':most': limit - cost },
        })) ??
        (await update(key, {
          set: 'used = :n, resetAt = :reset',
          condition: 'attribute_not_exists(resetAt) OR resetAt <= :now',
          values: { ...values, ':reset': at + windowSeconds * 1_000 },
        }))
      const item = taken ?? (await read(key))
      const state = { used: Number(item['used'] ?? 0), resetAt: Number(item['resetAt'] ?? at) }
      if (taken || attempt === ATTEMPTS || (state.resetAt > at && state.used > limit - cost)) {
        return windowVerdict(policy, state, at, taken !== undefined)
      }
    }
  }

  const takeOfBucket = async (policy: BucketPolicy, key: Key, cost: number): Promise<Verdict> => {
    for (let attempt = 1; ; attempt++) {
      const at = now()
      const step = millisecondsOf(policy, cost)
      const values = { ':now': at, ':expires': expiry(at, windowOf(policy)) }
      const taken =
        (await update(key, {
          set: 'fullAt = fullAt + :step',
          condition: 'fullAt BETWEEN :now AND :latest',
          values: { ...values, ':step': step, ':latest': latestFullAt(policy, cost, at) },
        })) ??
        (await update(key, {
          set: 'fullAt = :next',
          condition: 'attribute_not_exists(fullAt) OR fullAt < :now',
          values: { ...values, ':next': at + step },
        }))
      const fullAt = Number((taken ?? (await read(key)))['fullAt'] ?? at)
      if (taken) return bucketVerdict(policy, fullAt, at)
      if (attempt === ATTEMPTS || tokensIn(policy, fullAt, at) < cost) {
        return bucketVerdict(policy, fullAt, at, { cost })
      }
    }
  }

  /** More than there can ever be is asked as all there can be. */
  const take = async (policy: Policy, principal: string, cost = 1): Promise<Verdict> => {
    const payable = Math.min(cost, capacityOf(policy))
    const key = keyOf(policy, principal)
    try {
      return isBucket(policy)
        ? await takeOfBucket(policy, key, payable)
        : await takeOfWindow(policy, key, payable)
    } catch {
      return unlimited(policy, capacityOf(policy), windowOf(policy))
    }
  }

  return {
    /** Exactly: each request is one write. */
    take,

    /** From what this container holds: a write now and then. It may refuse a little early, never late. */
    leased: leases(take, now),

    /** As if it had not been asked; of a window that has ended there is nothing to give back. */
    giveBack: async (policy: Policy, principal: string, cost = 1): Promise<void> => {
      if (isBucket(policy)) return
      const at = now()
      try {
        await update(keyOf(policy, principal), {
          set: 'used = used - :n',
          condition: 'resetAt > :now AND used >= :n',
          values: { ':n': cost, ':now': at, ':expires': expiry(at, policy.windowSeconds) },
        })
      } catch {
        // Then the caller has one try less, for a while.
      }
    },
  }
}

type Key = { pk: string; sk: string }

const keyOf = ({ name }: Policy, principal: string): Key => ({
  pk: `limit#${name}#${principal}`,
  sk: 'limit',
})

const expiry = (at: number, seconds: number): number => Math.ceil(at / 1_000) + seconds + ROW_MARGIN_SECONDS
