// How long to wait before the next try: twice as long each time, spread so that tabs do not return all at once.
import { RETRY_BASE_MS, RETRY_MAX_MS } from '../limits.ts'

/** `attempt` counts the failures so far, from 1; `random` is from 0 to 1. */
export const backoffMs = (attempt: number, random: number): number =>
  Math.min(RETRY_BASE_MS * 2 ** (attempt - 1), RETRY_MAX_MS) * (0.5 + random / 2)
