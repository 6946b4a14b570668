// Takes pieces of the recording into their lane, as long as somebody is here.
import type { Site } from '../site.ts'
import { createRecordingLane } from './recording-lane.ts'

export const openRecording = ({ who, isAttended, now, drop, noticed }: Site, onLoss: () => void) => {
  const lane = createRecordingLane()
  let resting = false
  return {
    lane,
    record: (pieces: unknown[], fresh = false) => {
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
      for (const piece of pieces) {
        const text = JSON.stringify(piece)
        lost += lane.push({ visitorId, sessionId, at: now(), text, fresh: fresh && piece === pieces[0] })
      }
      if (lane.size) noticed()
      if (!lost) return
      drop('recording_full', lost)
      onLoss()
    },
  }
}
