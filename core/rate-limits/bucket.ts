// A bucket by GCRA: one number, `tat`, the time at which it will be full again if nobody takes from it.
import type { Meter } from './meter.ts'
import type { BucketPolicy } from './policies.ts'

export type BucketState = { tat: number }

/** Milliseconds, far below one token: rounding a rate such as 300 a second must not refuse what fits. */
const ROUNDING_MS = 0.001

export const bucketMeter = ({ perSecond, burst }: BucketPolicy): Meter<BucketState> => {
  const msPerToken = 1000 / perSecond
  const missingMs = (state: BucketState | undefined, now: number) =>
    state ? Math.max(0, state.tat - now) : 0
  const spareMs = (amount: number) => (burst - amount) * msPerToken + ROUNDING_MS
  const waitMs = (state: BucketState | undefined, now: number, amount: number) =>
    amount > burst ? Number.POSITIVE_INFINITY : Math.max(0, missingMs(state, now) - spareMs(amount))
  const left = (state: BucketState | undefined, now: number) => {
    const missing = missingMs(state, now)
    return missing === 0 ? burst : Math.max(0, Math.floor((spareMs(0) - missing) / msPerToken))
  }
  return {
    capacity: burst,
    windowSeconds: Math.ceil(burst / perSecond),
    isRunning: ({ tat }, now) => tat >= now,
    left,
    waitMs,
    moreInMs: (state, now) => {
      const held = left(state, now)
      return held < burst ? waitMs(state, now, held + 1) : 0
    },
    begin: (now, amount) => ({ tat: now + amount * msPerToken }),
    weight: (amount) => amount * msPerToken,
    room: (now, amount) => now + spareMs(amount),
  }
}
