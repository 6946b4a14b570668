// Places the events of one recorded tab on our clock: never backwards, never long after we received them,
// nor a day before.
import { CLOCK_TOLERANCE_MS, CLOCK_TRUST_MS } from '../limits.ts'

/**
 * The page's clock was off by at least this. A batch's own offset contains the time it was under way, so the smallest
 * of a tab is nearest the truth, and one for the whole tab keeps its batches from overtaking one another.
 */
export const tabOffset = (batchOffsets: readonly number[]): number =>
  batchOffsets.reduce((smallest, offset) => Math.min(smallest, offset), batchOffsets[0] ?? 0)

export type TabClock = {
  /** Milliseconds to add to this time of the page. */
  shiftFor(pageTime: number, receivedAt: number): number
  /** Where it stands: another one goes on from there. */
  state(): ClockState
}

export type ClockState = { shiftMs: number; latest: number | null }

export const startTabClock = (offset: number, from?: ClockState): TabClock => {
  let shift = from?.shiftMs ?? offset
  let latest = from?.latest ?? Number.NEGATIVE_INFINITY
  return {
    state: () => ({ shiftMs: shift, latest: Number.isFinite(latest) ? latest : null }),
    shiftFor: (pageTime, receivedAt) => {
      // A clock that was set back or forth in the middle goes on from where it stood.
      const wanted = Math.min(pageTime + shift, receivedAt + CLOCK_TOLERANCE_MS)
      latest = Math.max(latest, wanted, receivedAt - CLOCK_TRUST_MS)
      shift = latest - pageTime
      return shift
    },
  }
}
