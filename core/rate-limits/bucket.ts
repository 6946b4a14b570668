// A bucket as one number, the generic cell rate algorithm: the time at which the bucket would be full again.
// Taking tokens moves that time on; it may never lie further ahead than a whole bucket takes to fill.
import type { BucketPolicy } from './policies.ts'
import type { Verdict } from './verdict.ts'

export const millisecondsOf = ({ perSecond }: BucketPolicy, tokens: number): number =>
  (tokens * 1_000) / perSecond

/** The latest that `fullAt` may be for `cost` tokens still to be there. */
export const latestFullAt = (policy: BucketPolicy, cost: number, now: number): number =>
  now + millisecondsOf(policy, policy.burst) - millisecondsOf(policy, cost)

export const tokensIn = (policy: BucketPolicy, fullAt: number, now: number): number => {
  const missing = (Math.max(0, fullAt - now) * policy.perSecond) / 1_000
  // A hair's breadth of a token is rounding, not use.
  return Math.max(0, Math.floor(policy.burst - missing + 1e-6))
}

export const bucketVerdict = (
  policy: BucketPolicy,
  fullAt: number,
  now: number,
  refused?: { cost: number },
): Verdict => ({
  policy,
  allowed: refused === undefined,
  remaining: tokensIn(policy, fullAt, now),
  resetSeconds: Math.max(0, Math.ceil((fullAt - now) / 1_000)),
  ...(refused && {
    retryAfterSeconds: Math.max(1, Math.ceil((fullAt - latestFullAt(policy, refused.cost, now)) / 1_000)),
  }),
})
