// A window that begins with its first request and ends for all of them together.
import type { WindowPolicy } from './policies.ts'
import type { Verdict } from './verdict.ts'

export type WindowState = { used: number; resetAt: number }

export const windowVerdict = (
  policy: WindowPolicy,
  { used, resetAt }: WindowState,
  now: number,
  allowed: boolean,
): Verdict => {
  const resetSeconds = Math.max(0, Math.ceil((resetAt - now) / 1_000))
  return {
    policy,
    allowed,
    remaining: Math.max(0, policy.limit - used),
    resetSeconds,
    ...(!allowed && { retryAfterSeconds: Math.max(1, resetSeconds) }),
  }
}
