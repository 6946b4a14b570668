// A limit in memory, by the very conditions that the stored one is written under.
import { type LimitState, meterOf } from '../../../../core/rate-limits/meter-of.ts'
import type { Policy } from '../../../../core/rate-limits/policies.ts'

const numberOf = (state: LimitState) => ('tat' in state ? state.tat : state.used)

const add = (state: LimitState, weight: number): LimitState =>
  'tat' in state ? { tat: state.tat + weight } : { ...state, used: state.used + weight }

/** The state after the taking; undefined if it does not fit. */
export const takeFromState = (
  policy: Policy,
  state: LimitState | undefined,
  now: number,
  amount: number,
): LimitState | undefined => {
  const meter = meterOf(policy)
  if (state && meter.isRunning(state, now))
    return numberOf(state) <= meter.room(now, amount) ? add(state, meter.weight(amount)) : undefined
  return amount <= meter.capacity ? meter.begin(now, amount) : undefined
}
