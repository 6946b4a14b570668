// What a limit answers to a request.
import { type LimitState, meterOf } from './meter-of.ts'
import type { Policy } from './policies.ts'

export type Verdict = {
  policy: Policy
  allowed: boolean
  /** Tokens left, as far as this container knows. */
  remaining: number
  /** Seconds until more is left. */
  resetSeconds: number
  /** Only of a refusal; left out if waiting would not help, because the policy never has so many. */
  retryAfterSeconds?: number
  /** The limit could not be asked, so the request is let through; `cause` is for the log. */
  degraded?: true
  cause?: unknown
}

const seconds = (ms: number) => Math.ceil(ms / 1000)

/** `inHand` are tokens that were taken before and not used. */
export const admitted = (policy: Policy, state: LimitState | undefined, now: number, inHand = 0): Verdict => {
  const meter = meterOf(policy)
  return {
    policy,
    allowed: true,
    remaining: Math.min(meter.capacity, meter.left(state, now) + inHand),
    resetSeconds: seconds(meter.moreInMs(state, now)),
  }
}

/** It resets when a retry may succeed: the two headers must not contradict each other. */
export const refused = (
  policy: Policy,
  state: LimitState | undefined,
  now: number,
  cost: number,
  inHand = 0,
): Verdict => {
  const verdict = { ...admitted(policy, state, now, inHand), allowed: false }
  const waitMs = meterOf(policy).waitMs(state, now, cost - inHand)
  if (cost > meterOf(policy).capacity) return verdict
  const retryAfterSeconds = Math.max(1, seconds(waitMs))
  return { ...verdict, resetSeconds: retryAfterSeconds, retryAfterSeconds }
}

export const unasked = (
  policy: Policy,
  state: LimitState | undefined,
  now: number,
  cause: unknown,
): Verdict => ({ ...admitted(policy, state, now), degraded: true, cause })
