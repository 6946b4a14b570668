// Rate limits that all containers share: exact, by a write for each request, or leased, by one for many.
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { LIMIT_MEMORY_MAX, LIMIT_MEMORY_MS, LIMIT_TIMEOUT_MS } from '../../core/limits.ts'
import { meterOf } from '../../core/rate-limits/meter-of.ts'
import type { Policy } from '../../core/rate-limits/policies.ts'
import type { Verdict } from '../../core/rate-limits/verdict.ts'
import { expiringCache } from './expiring-cache.ts'
import { type KnownLimit, type LimitMemory, newMemory } from './known-limit.ts'
import { limitRow } from './limit-row.ts'
import { takeExactly } from './take-exactly.ts'
import { takeLeased } from './take-leased.ts'

type Dependencies = {
  client: DynamoDBDocumentClient
  table: string
  now: () => number
  /** Milliseconds for one call of DynamoDB. */
  timeoutMs?: number
}

export type RateLimits = ReturnType<typeof rateLimits>

export const rateLimits = ({ client, table, now, timeoutMs = LIMIT_TIMEOUT_MS }: Dependencies) => {
  const memories = expiringCache<LimitMemory>({ ttlMs: LIMIT_MEMORY_MS, maxEntries: LIMIT_MEMORY_MAX, now })

  const know = (policy: Policy, principal: string): KnownLimit => {
    const name = `${policy.name}#${principal}`
    const memory = memories.get(name)?.value ?? newMemory()
    // Set anew each time: what is asked for stays, what is not goes first.
    memories.set(name, memory)
    return {
      policy,
      memory,
      meter: meterOf(policy),
      row: limitRow({ client, table, policy, principal, timeoutMs }),
    }
  }

  return {
    /** Counts at once, to the token. */
    take: (policy: Policy, principal: string, cost = 1): Promise<Verdict> =>
      takeExactly(know(policy, principal), cost, now),

    /** Serves from tokens that were taken before; together all containers admit no more than the policy. */
    leased: (policy: Policy, principal: string, cost: number): Promise<Verdict> =>
      takeLeased(know(policy, principal), cost, now),

    /** Makes a `take` undone, as of a login that succeeded; false if that could not be written. */
    giveBack: async (policy: Policy, principal: string, cost = 1): Promise<boolean> => {
      const { row, memory } = know(policy, principal)
      // What was seen is no bound any more.
      delete memory.state
      try {
        await row.giveBack(now(), cost)
        return true
      } catch {
        return false
      }
    },
  }
}
