// What one container holds of a limit: tokens taken many at a time, so that most requests cost no write.
import { capacityOf, isBucket, type Policy, windowOf } from '../../core/rate-limits/policies.ts'
import type { Verdict } from '../../core/rate-limits/verdict.ts'
import { type ExpiringCache, expiringCache } from './expiring-cache.ts'

type Take = (policy: Policy, principal: string, cost: number) => Promise<Verdict>

/** Milliseconds for which a container keeps tokens, and remembers whom it saw. */
const LEASE_MS = 60_000

/** Principals that a container keeps in mind; the one it saw first goes first. */
const MAX_PRINCIPALS = 20_000

/** A lease is this part of all there is: large enough to save writes, small enough to strand little. */
const LEASES_IN_BUCKET = 10
const LEASES_IN_WINDOW = 60

/** When this much less than a lease is left, containers share it in smaller parts. */
const PARTS_OF_THE_REST = 8

/**
 * Of a large window a container lets the first few requests of a principal pass unpaid, and pays with the first
 * lease: an address that sends a batch now and then costs no write at all. This part of the window at most.
 */
const UNPAID_IN_WINDOW = 300

type Held = {
  tokens: number
  unpaid: number
  /** What the last write said is left beside what is held. */
  last: Verdict | undefined
  refusal: { cost: number; until: number; verdict: Verdict } | undefined
  renewing: Promise<void> | undefined
}

export const leases = (take: Take, now: () => number) => {
  const known: ExpiringCache<Held> = expiringCache({ ttlMs: LEASE_MS, maxEntries: MAX_PRINCIPALS, now })

  const heldBy = (key: string): Held => {
    const entry = known.get(key)
    if (entry) return entry.value
    const fresh: Held = { tokens: 0, unpaid: 0, last: undefined, refusal: undefined, renewing: undefined }
    known.set(key, fresh)
    return fresh
  }

  const renew = async (held: Held, policy: Policy, principal: string, cost: number): Promise<void> => {
    let wanted = held.unpaid + Math.max(cost, leaseOf(policy))
    let verdict = await take(policy, principal, wanted)
    const least = held.unpaid + cost
    if (!verdict.allowed && wanted > least && verdict.remaining >= least) {
      wanted = Math.max(least, Math.floor(verdict.remaining / PARTS_OF_THE_REST))
      verdict = await take(policy, principal, wanted)
    }
    if (!verdict.allowed && wanted > least && verdict.remaining >= least) {
      wanted = least
      verdict = await take(policy, principal, wanted)
    }
    held.last = verdict
    if (verdict.allowed) {
      held.tokens += wanted - held.unpaid
      held.unpaid = 0
      held.refusal = undefined
    } else {
      const until = now() + (verdict.retryAfterSeconds ?? 1) * 1_000
      held.refusal = { cost, until, verdict }
    }
  }

  return async (policy: Policy, principal: string, asked = 1): Promise<Verdict> => {
    const cost = Math.min(asked, capacityOf(policy))
    const held = heldBy(`${policy.name}#${principal}`)
    for (;;) {
      if (held.tokens >= cost) {
        held.tokens -= cost
        return allowed(policy, held)
      }
      if (held.last === undefined && held.unpaid + cost <= unpaidOf(policy)) {
        held.unpaid += cost
        return allowed(policy, held)
      }
      const { refusal } = held
      if (refusal && cost >= refusal.cost && now() < refusal.until) {
        return { ...refusal.verdict, retryAfterSeconds: Math.ceil((refusal.until - now()) / 1_000) }
      }
      // Requests that come together share one write.
      held.renewing ??= renew(held, policy, principal, cost).finally(() => {
        held.renewing = undefined
      })
      await held.renewing
      if (held.last?.degraded) return held.last
    }
  }
}

const leaseOf = (policy: Policy): number =>
  Math.max(1, Math.floor(capacityOf(policy) / (isBucket(policy) ? LEASES_IN_BUCKET : LEASES_IN_WINDOW)))

const unpaidOf = (policy: Policy): number =>
  isBucket(policy) ? 0 : Math.floor(policy.limit / UNPAID_IN_WINDOW)

const allowed = (policy: Policy, { tokens, unpaid, last }: Held): Verdict => ({
  policy,
  allowed: true,
  remaining: Math.max(0, (last?.remaining ?? capacityOf(policy)) + tokens - unpaid),
  resetSeconds: last?.resetSeconds ?? windowOf(policy),
})
