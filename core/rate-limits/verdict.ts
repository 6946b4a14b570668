// What a limit says of one request.
import type { Policy } from './policies.ts'

export type Verdict = {
  policy: Policy
  allowed: boolean
  /** What may still be asked now. */
  remaining: number
  /** Seconds until all of it may be asked again. */
  resetSeconds: number
  /** Seconds to wait, of a request that is refused. */
  retryAfterSeconds?: number
  /** The limiter could not be asked; it lets pass rather than stand in the way. */
  degraded?: true
}

export const unlimited = (policy: Policy, remaining: number, resetSeconds: number): Verdict => ({
  policy,
  allowed: true,
  remaining,
  resetSeconds,
  degraded: true,
})
