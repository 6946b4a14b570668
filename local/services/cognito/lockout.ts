// Slows down whoever guesses passwords, as Cognito does: after five failures a second, doubled by each further one.
// https://docs.aws.amazon.com/cognito/latest/developerguide/authentication.html#authentication-flow-lockout-behavior
import { ServiceError } from '../json-service.ts'
import { expiringMap } from './expiring-map.ts'

const FREE_FAILURES = 5
const LOCK_MAX_MS = 900_000
const FORGET_AFTER_MS = 900_000
const REFUSALS_MAX = 20 // whoever hammers on a locked user is throttled, not only refused

export type Lockout = {
  /**
   * Runs a comparison that answers nothing when it failed; throws while the user is locked.
   * Attempts at one user follow each other: in parallel, the failures of all but one would come too late to count.
   */
  attempt<Result>(key: string, compare: () => Promise<Result | undefined>): Promise<Result | undefined>
  forget(key: string): void
}

export const lockout = (now: () => number): Lockout => {
  const tries = expiringMap<{ failures: number; lockedUntil: number; refusals: number }>(now)
  const turns = new Map<string, Promise<unknown>>()

  const check = (key: string) => {
    const known = tries.get(key)
    if (!known || known.lockedUntil <= now()) return
    known.refusals++
    tries.put(key, known, FORGET_AFTER_MS)
    if (known.refusals > REFUSALS_MAX) throw new ServiceError('TooManyRequestsException', 'Too many requests')
    throw new ServiceError('NotAuthorizedException', 'Password attempts exceeded')
  }
  const failed = (key: string) => {
    const failures = (tries.get(key)?.failures ?? 0) + 1
    const lock = failures < FREE_FAILURES ? 0 : Math.min(1_000 * 2 ** (failures - FREE_FAILURES), LOCK_MAX_MS)
    tries.put(key, { failures, lockedUntil: now() + lock, refusals: 0 }, FORGET_AFTER_MS)
  }

  return {
    forget: (key) => tries.delete(key),
    attempt: async (key, compare) => {
      const before = turns.get(key) ?? Promise.resolve()
      const turn = before.then(async () => {
        check(key)
        const result = await compare()
        if (result === undefined) failed(key)
        else tries.delete(key)
        return result
      })
      const settled = turn.catch(() => {})
      turns.set(key, settled)
      try {
        return await turn
      } finally {
        if (turns.get(key) === settled) turns.delete(key)
      }
    },
  }
}
