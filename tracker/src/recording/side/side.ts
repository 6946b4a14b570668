// What the instruments beside the document may do: tell something on the clock of the recording.
import type { SidePayload, SideTag } from '../../../../core/replay/side-events.ts'
import type { Site } from '../../site.ts'
import type { Undo } from '../../undo.ts'

export type Tell = <T extends SideTag>(tag: T, payload: SidePayload<T>) => void

export type Side = (site: Site, tell: Tell) => Undo

/** Lets so many through a minute, and then says with the next one how many did not get through. */
export const perMinute = (most: number) => {
  let minute = 0
  let count = 0
  let skipped = 0
  return {
    /** Undefined: not this one. */
    pass: (): { skipped?: number } | undefined => {
      const now = Math.floor(performance.now() / 60_000)
      if (now !== minute) count = 0
      minute = now
      if (count++ >= most) {
        skipped++
        return undefined
      }
      const told = skipped > 0 ? { skipped } : {}
      skipped = 0
      return told
    },
  }
}
