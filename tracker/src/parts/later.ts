// What every page needs, but not at once: what is watched over time, what recordings wait in, rare calls, and the care
// for batches that are large or could not be sent.
import { openCalls } from '../later/calls.ts'
import { openErasure } from '../later/erasure.ts'
import { watchFields } from '../later/fields.ts'
import { watchFrustration } from '../later/frustration.ts'
import { loadParts } from '../later/load-parts.ts'
import { watchPasswords } from '../later/passwords.ts'
import { watchPointer } from '../later/pointer.ts'
import { openPresenceCalls } from '../later/presence-calls.ts'
import { watchReading } from '../later/reading.ts'
import { openRecording } from '../later/record.ts'
import { openSpool } from '../later/spool.ts'
import { watchVitals } from '../later/vitals.ts'
import { warnOfHttp } from '../later/warn-of-http.ts'
import { zip } from '../later/zip.ts'
import { createSignal } from '../signal.ts'
import type { StartPart } from '../site.ts'
import { type Undo, undoAll } from '../undo.ts'

export const start: StartPart = (site) => {
  const { guarded, equip, options, now } = site
  warnOfHttp(options.apiUrl)
  const undos: Undo[] = []
  Object.assign(site, { passwords: new WeakSet() })
  for (const watch of [
    watchPasswords,
    watchFrustration,
    watchFields,
    watchReading,
    watchPointer,
    watchVitals,
  ]) {
    guarded(() => undos.push(watch(site)))()
  }
  const spool = openSpool(`playhead_${options.key}`, now)
  const presence = openPresenceCalls(site)
  const calls = { ...openCalls(site), presence: presence.call }
  const erasure = openErasure(site)
  erasure.tellForgotten()
  const losses = createSignal<void>()
  const { lane, record, stop } = openRecording(site, losses.tell)
  undos.push(spool.close, stop, equip({ spool, zip, lane, calls: { ...calls, ...erasure } }))
  // Of what earlier pages were told of somebody who has been named since.
  calls.setTraits({})
  undos.push(
    loadParts(
      Object.assign(site, { record, hold: lane.hold, onDropped: losses.on, onPresence: presence.on }),
      presence,
    ),
  )
  return undoAll(undos)
}
