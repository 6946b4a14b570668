// How long a server asks to be left alone.
import { RETRY_AFTER_MAX_MS } from '../limits.ts'

/** Seconds, as our servers say it; of a date, which proxies may say, nothing is read. */
export const parseRetryAfter = (header: string | null): number =>
  Math.min((Number(header) || 0) * 1_000, RETRY_AFTER_MAX_MS)
