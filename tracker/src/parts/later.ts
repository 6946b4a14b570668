// What every page needs, but not at once: what is watched over time, what recordings wait in, rare calls, and the care
// for batches that are large or could not be sent.
import { openCalls } from '../later/calls.ts'
import { openErasure } from '../later/erasure.ts'
import { watchFields } from '../later/fields.ts'
import { watchFrustration } from '../later/frustration.ts'
import { heedDeeds } from '../later/heed-deeds.ts'
import { loadParts } from '../later/load-parts.ts'
import { watchPasswords } from '../later/passwords.ts'
import { watchPointer } from '../later/pointer.ts'
import { openPresenceCalls } from '../later/presence-calls.ts'
import { watchReading } from '../later/reading.ts'
import { openRecording } from '../later/record.ts'
import { openSpool } from '../later/spool.ts'
import { watchVitals } from '../later/vitals.ts'
import { warnOfHttp } from '../later/warn-of-http.ts'
import { openZip } from '../later/zip-aside.ts'
import { createSignal } from '../signal.ts'
import type { StartPart } from '../site.ts'
import { type Undo, undoAll } from '../undo.ts'

export const start: StartPart = (site) => {
  const { guarded, equip, options, now } = site
  const undos: Undo[] = []
  const erasure = openErasure(site)
  erasure.tellForgotten(site.forgotten)
  // The tracker has stopped before this part came.
  if (site.forgotten) return undoAll(undos)
  warnOfHttp(options.apiUrl)
  Object.assign(site, { passwords: new WeakSet() })
  heedDeeds(site, [watchPasswords, watchFrustration(undos), watchFields(undos)])
  for (const watch of [watchReading, watchPointer, watchVitals]) guarded(() => undos.push(watch(site)))()
  const spool = openSpool(`playhead_${options.key}`, now)
  const presence = openPresenceCalls(site)
  const calls = { ...openCalls(site), presence: presence.call }
  const losses = createSignal<void>()
  const { lane, record, stop } = openRecording(site, losses.tell)
  const { zip, close } = openZip(site)
  undos.push(spool.close, stop, close, equip({ spool, zip, lane, calls: { ...calls, ...erasure } }))
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
