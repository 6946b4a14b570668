// Takes pieces of the recording into their lane, as long as somebody is here. They leave with whatever else leaves, and
// by themselves when they have waited.
import { RECORDING_WAIT_CHARS } from '../limits.ts'
import { createRecordingLane } from './recording-lane.ts'

/** What is used of the site. */
export type Recorded = {
  who: () => { visitorId: string; sessionId: string }
  isAttended: () => boolean
  now: () => number
  drop: (reason: string, count?: number) => void
  noticed: () => void
  flush: () => void
  guarded: (act: () => void) => () => void
  options: { recordingInterval: number }
}

export const openRecording = (
  { who, isAttended, now, drop, noticed, flush, guarded, options }: Recorded,
  onLoss: () => void,
) => {
  const waitMs = options.recordingInterval
  let timer: ReturnType<typeof setTimeout> | undefined
  let resting = false

  const lane = createRecordingLane((chars, at) => chars >= RECORDING_WAIT_CHARS || now() - at >= waitMs)

  /** Until the oldest piece has waited, which may have left with an event by then. */
  const wait = () => {
    const first = lane.head()
    if (!first || timer) return
    const left = first.at + waitMs - now()
    timer = setTimeout(
      guarded(() => {
        timer = undefined
        if (lane.size) flush()
        wait()
      }),
      // What could not leave is not asked about at once again.
      left > 0 ? left : waitMs,
    )
  }

  return {
    lane,
    record: (texts: string[], fresh = false) => {
      // Nobody has been here for so long that the session is over: what the page does by itself is no visit.
      if (!isAttended()) {
        resting = true
        return
      }
      // Somebody is back: what follows stands on pieces that were never kept, unless it begins anew.
      if (resting && !fresh) {
        resting = false
        return onLoss()
      }
      resting = false
      const { visitorId, sessionId } = who()
      let lost = 0
      for (const text of texts)
        lost += lane.push({ visitorId, sessionId, at: now(), text, fresh: fresh && text === texts[0] })
      if (lane.size) noticed()
      else wait()
      if (!lost) return
      drop('recording_full', lost)
      onLoss()
    },
    stop: () => clearTimeout(timer),
  }
}
