// Takes from a limit at once. Only a refusal that is certain is answered from memory.
import { LIMIT_OUTAGE_MS } from '../../core/limits.ts'
import { admitted, refused, unasked, type Verdict } from '../../core/rate-limits/verdict.ts'
import { admitUnasked, draw, type KnownLimit } from './known-limit.ts'

export const takeExactly = async (limit: KnownLimit, cost: number, now: () => number): Promise<Verdict> => {
  const { policy, meter, memory } = limit
  const at = now()
  if (meter.left(memory.state, at) < cost) return refused(policy, memory.state, at, cost)
  const unaskedVerdict = admitUnasked(limit, at)
  if (unaskedVerdict) return unaskedVerdict
  try {
    const isTaken = (await draw(limit, at, cost, () => cost)) >= cost
    return isTaken ? admitted(policy, memory.state, at) : refused(policy, memory.state, at, cost)
  } catch (cause) {
    memory.outage = { cause, until: at + LIMIT_OUTAGE_MS }
    return unasked(policy, memory.state, at, cause)
  }
}
