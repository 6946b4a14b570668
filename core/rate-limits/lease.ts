// How much a container takes of a limit at once, for how long it is good, and how long it refuses unasked.
import {
  LEASE_FIRST_SHARE,
  LEASE_MAX_MS,
  LEASE_MAX_SHARE,
  LEASE_MIN_HORIZON_MS,
  REFUSAL_MIN_MS,
} from '../limits.ts'
import { isBucket, type LimitState, meterOf } from './meter-of.ts'
import type { Policy } from './policies.ts'

export type LeaseNeed = {
  /** Tokens without which there is no lease. */
  needed: number
  /** Tokens that others in this container wait for. */
  waiting: number
  /** Tokens a millisecond that this container was asked for since its last lease; 0 if it does not know yet. */
  demand: number
  left: number
  capacity: number
  /** Milliseconds that the lease would be good for, above 0. */
  goodForMs: number
}

/**
 * A minute of the container's own demand while there is plenty, a second of it when little is left: what it would
 * not use, others may need.
 */
export const leaseSize = ({ needed, waiting, demand, left, capacity, goodForMs }: LeaseNeed): number => {
  const horizonMs = Math.min(goodForMs, Math.max(LEASE_MIN_HORIZON_MS, (LEASE_MAX_MS * left) / capacity))
  const wished = Math.max(demand * horizonMs, left * LEASE_FIRST_SHARE, needed + waiting)
  const most = Math.min(left, Math.max(capacity * LEASE_MAX_SHARE, needed + waiting))
  return Math.max(needed, Math.floor(Math.min(wished, most)))
}

/** Tokens of a window end with it; of nothing known a whole window is supposed. */
export const leaseMs = (policy: Policy, state: LimitState | undefined, now: number): number => {
  if (isBucket(policy)) return LEASE_MAX_MS
  const meter = meterOf(policy)
  const endsInMs =
    state && meter.isRunning(state, now) ? meter.moreInMs(state, now) : policy.windowSeconds * 1000
  return Math.min(LEASE_MAX_MS, endsInMs)
}

/**
 * A bucket is left alone until a lease of it is worth a write, but never until it runs over: what it gathers
 * meanwhile is taken then.
 */
export const refusalMs = (
  policy: Policy,
  state: LimitState | undefined,
  now: number,
  cost: number,
): number => {
  const meter = meterOf(policy)
  const untilFits = meter.waitMs(state, now, cost)
  if (!isBucket(policy)) return untilFits
  return Math.max(untilFits, Math.min(REFUSAL_MIN_MS, meter.waitMs(state, now, Math.floor(policy.burst / 2))))
}
