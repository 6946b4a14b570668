// What every page needs, but not at once: what is watched over time, what recordings wait in, and the care for batches
// that are large or could not be sent.
import { watchDeadClicks } from '../later/dead-clicks.ts'
import { watchFields } from '../later/fields.ts'
import { watchPasswords } from '../later/passwords.ts'
import { watchPointer } from '../later/pointer.ts'
import { watchReading } from '../later/reading.ts'
import { createRecordingLane } from '../later/recording-lane.ts'
import { openSpool } from '../later/spool.ts'
import { watchVitals } from '../later/vitals.ts'
import { zip } from '../later/zip.ts'
import type { StartPart } from '../site.ts'
import { undoAll } from '../undo.ts'

export const start: StartPart = (site) => {
  const { guarded, equip, options, now } = site
  const spool = openSpool(`playhead_${options.key}`, now)
  const undos = [equip({ spool, zip, lane: createRecordingLane() }), spool.close]
  for (const watch of [
    watchPasswords,
    watchDeadClicks,
    watchFields,
    watchReading,
    watchPointer,
    watchVitals,
  ]) {
    guarded(() => undos.push(watch(site)))()
  }
  return undoAll(undos)
}
