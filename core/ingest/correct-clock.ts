// Brings a page's times to our clock: a page's own clock may be off by years, its differences rarely are.
import { CLOCK_TOLERANCE_MS, CLOCK_TRUST_MS } from '../limits.ts'

/**
 * Milliseconds to add to the page's times. A batch that seems to arrive a few seconds after it left was only
 * under way: shifting it would put its events behind those of a later, faster batch.
 */
export const clockOffset = (sentAt: number, receivedAt: number): number => {
  const offset = receivedAt - sentAt
  return offset >= 0 && offset <= CLOCK_TOLERANCE_MS ? 0 : offset
}

/** Never later than we received it, nor earlier than trust reaches: such a time is replaced by ours. */
export const correctTime = (ts: number, sentAt: number, receivedAt: number): number => {
  const corrected = ts + clockOffset(sentAt, receivedAt)
  return corrected > receivedAt || corrected < receivedAt - CLOCK_TRUST_MS ? receivedAt : corrected
}
