// How long a server asks to be left alone.
import { RETRY_AFTER_MAX_MS } from '../limits.ts'

/** Retry-After is a number of seconds or a date. */
export const parseRetryAfter = (header: string | null, now: number): number => {
  if (!header) return 0
  const ms = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - now
  return Math.min(Math.max(ms || 0, 0), RETRY_AFTER_MAX_MS)
}
