// Takes tokens of a limit's row: one write in the good case, whoever else takes from it at the same time.
import type { LimitState, meterOf } from '../../core/rate-limits/meter-of.ts'
import type { LimitRow } from './limit-row.ts'

/** Each try that fails means that another container got something: three are rare, eight mean a stampede. */
const MAX_TRIES = 8

type Draw = {
  row: LimitRow
  meter: ReturnType<typeof meterOf>
  /** What this container saw last: nobody else makes more of it, so it is a bound of what is left. */
  seen: LimitState | undefined
  now: number
  /** Fewer are no use. */
  needed: number
  /** How many to take, at least those needed, from such a state; from an unknown one as if all were there. */
  size(state: LimitState | undefined): number
}

/** What was taken, 0 if what is left is too little; and the state, if it is known. */
export type Drawn = { amount: number; state: LimitState | undefined }

export const drawTokens = async ({ row, meter, seen, now, needed, size }: Draw): Promise<Drawn> => {
  const isRunning = (state: LimitState | undefined) => state !== undefined && meter.isRunning(state, now)
  let known = seen
  let running = isRunning(seen)
  for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
    // After races lost with a known state only what is needed: a smaller piece is there for longer.
    const amount = tries > 3 ? needed : size(running ? known : undefined)
    const state = await (running ? row.join(now, amount) : row.begin(now, amount))
    if (state) return { amount, state }
    if (running) {
      known = await row.read()
      running = isRunning(known)
      if (meter.left(known, now) < needed) return { amount: 0, state: known }
    } else {
      // Somebody else began just now.
      known = undefined
      running = true
    }
  }
  return { amount: 0, state: known }
}
