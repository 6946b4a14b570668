// One limit of one principal with what this container remembers of it.
import type { LimitState, meterOf } from '../../core/rate-limits/meter-of.ts'
import type { Policy } from '../../core/rate-limits/policies.ts'
import { unasked, type Verdict } from '../../core/rate-limits/verdict.ts'
import { drawTokens } from './draw-tokens.ts'
import type { LimitRow } from './limit-row.ts'

/** Milliseconds are since 1970, amounts are tokens. */
export type LimitMemory = {
  /** As seen last: others only take, so no more can be left than it says. */
  state?: LimitState
  /** Of the lease: taken, not used, and good until its end. */
  tokens: number
  leaseEndsAt: number
  /** The lease that is being taken; all who come meanwhile wait for it. */
  pending?: Promise<unknown>
  /** Tokens that they wait for. */
  waiting: number
  /** Tokens asked for since the last lease, admitted or not. */
  asked: number
  askedSince?: number
  /** So many or more are refused without asking until then. */
  refusal?: { cost: number; until: number }
  /** The limit could not be asked; it is asked again then. */
  outage?: { cause: unknown; until: number }
}

export const newMemory = (): LimitMemory => ({ tokens: 0, leaseEndsAt: 0, waiting: 0, asked: 0 })

export type KnownLimit = {
  policy: Policy
  meter: ReturnType<typeof meterOf>
  row: LimitRow
  memory: LimitMemory
}

/** What was taken, 0 if too little is left. It throws what DynamoDB throws. */
export const draw = async (
  { meter, row, memory }: KnownLimit,
  now: number,
  needed: number,
  size: (state: LimitState | undefined) => number,
): Promise<number> => {
  const drawn = await drawTokens({ row, meter, seen: memory.state, now, needed, size })
  if (drawn.state) memory.state = drawn.state
  else delete memory.state
  return drawn.amount
}

/** A limit that cannot be asked must not take the system down: it admits. */
export const admitUnasked = ({ policy, memory }: KnownLimit, now: number): Verdict | undefined =>
  memory.outage && memory.outage.until > now
    ? unasked(policy, memory.state, now, memory.outage.cause)
    : undefined
