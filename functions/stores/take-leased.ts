// Takes from this container's lease of a limit, and a new lease when it is used up.
import { LIMIT_OUTAGE_MS } from '../../core/limits.ts'
import { leaseMs, leaseSize, refusalMs } from '../../core/rate-limits/lease.ts'
import { admitted, refused, unasked, type Verdict } from '../../core/rate-limits/verdict.ts'
import { admitUnasked, draw, type KnownLimit, type LimitMemory } from './known-limit.ts'

export const takeLeased = async (limit: KnownLimit, cost: number, now: () => number): Promise<Verdict> => {
  const { memory } = limit
  memory.asked += cost
  for (;;) {
    const at = now()
    const verdict = takeFromMemory(limit, cost, at) ?? admitUnasked(limit, at)
    if (verdict) return verdict
    if (!memory.pending) {
      const lease = takeLease(limit, cost, at)
      memory.pending = lease
      return lease
    }
    memory.waiting += cost
    await memory.pending
    memory.waiting -= cost
  }
}

const takeFromMemory = (limit: KnownLimit, cost: number, at: number): Verdict | undefined => {
  const { policy, meter, memory } = limit
  const inHand = tokensAt(memory, at)
  if (inHand >= cost) {
    memory.tokens = inHand - cost
    return admitted(policy, memory.state, at, memory.tokens)
  }
  const isRefusing = memory.refusal && memory.refusal.until > at && cost >= memory.refusal.cost
  if (isRefusing) return refused(policy, memory.state, at, cost, inHand)
  return meter.left(memory.state, at) + inHand < cost ? refuse(limit, cost, at, inHand) : undefined
}

/** The promise that all wait for: it settles when the lease is there, or will not be. */
const takeLease = async (limit: KnownLimit, cost: number, at: number): Promise<Verdict> => {
  const { policy, meter, memory } = limit
  const demand = takeDemand(memory, at)
  // Held back until the lease is there, or others would spend what this request counts on.
  const inHand = tokensAt(memory, at)
  memory.tokens = 0
  const needed = cost - inHand
  try {
    const drawn = await draw(limit, at, needed, (state) =>
      leaseSize({
        needed,
        waiting: memory.waiting,
        demand,
        left: meter.left(state, at),
        capacity: meter.capacity,
        goodForMs: leaseMs(policy, state, at),
      }),
    )
    if (drawn === 0 || !memory.state) {
      memory.tokens = inHand
      return refuse(limit, cost, at, inHand)
    }
    delete memory.refusal
    memory.tokens = inHand + drawn - cost
    memory.leaseEndsAt = at + leaseMs(policy, memory.state, at)
    return admitted(policy, memory.state, at, memory.tokens)
  } catch (cause) {
    memory.tokens = inHand
    memory.outage = { cause, until: at + LIMIT_OUTAGE_MS }
    return unasked(policy, memory.state, at, cause)
  } finally {
    delete memory.pending
  }
}

const refuse = ({ policy, memory }: KnownLimit, cost: number, at: number, inHand: number): Verdict => {
  const until = at + refusalMs(policy, memory.state, at, cost - inHand)
  // What never fits needs no remembering, and settings may change.
  if (Number.isFinite(until)) memory.refusal = { cost, until }
  return refused(policy, memory.state, at, cost, inHand)
}

const tokensAt = ({ tokens, leaseEndsAt: end }: LimitMemory, at: number): number => (end > at ? tokens : 0)

/** Tokens a millisecond since the last lease; a container's first request knows none. */
const takeDemand = (memory: LimitMemory, at: number): number => {
  const { asked, askedSince } = memory
  memory.asked = 0
  memory.askedSince = at
  if (askedSince === undefined) return 0
  return at > askedSince ? asked / (at - askedSince) : Number.POSITIVE_INFINITY
}
