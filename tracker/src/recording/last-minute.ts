// Holds the last minute of a recording, in the page alone, until an error makes it worth sending.
import { EVENT, type Recorded } from './format.ts'
import { BEFORE_ERROR_MAX_CHARS, BEFORE_ERROR_MS } from './limits.ts'
import { sizeOf } from './split-event.ts'

export type LastMinute = {
  push: (event: Recorded) => void
  /** Everything that is held, from a full snapshot on; nothing is held any more. */
  take: () => Recorded[]
}

/** A part begins with what a snapshot begins with, so that each can be shown by itself. */
type Part = { from: number; chars: number; events: Recorded[]; isAsked: boolean }

/** `snapshot` asks the recorder for a new one: with it the part before the last goes. */
export const holdLastMinute = (snapshot: () => void): LastMinute => {
  let parts: Part[] = []
  return {
    push: (event) => {
      if (event.type === EVENT.meta) {
        parts = parts.slice(-1)
        parts.push({ from: event.timestamp, chars: 0, events: [], isAsked: false })
      }
      const part = parts.at(-1)
      if (!part) return
      part.events.push(event)
      part.chars += sizeOf(event.data)
      const chars = parts.reduce((sum, { chars }) => sum + chars, 0)
      // Rather less than a minute than a page that runs out of memory.
      if (chars > BEFORE_ERROR_MAX_CHARS) parts = part.chars > BEFORE_ERROR_MAX_CHARS ? [] : [part]
      const isOld = event.timestamp - part.from >= BEFORE_ERROR_MS
      if ((isOld || parts.length === 0) && !part.isAsked) {
        part.isAsked = true
        snapshot()
      }
    },
    take: () => {
      const events = parts.flatMap((part) => part.events)
      parts = []
      return events
    },
  }
}
