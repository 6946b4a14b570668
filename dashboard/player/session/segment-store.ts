// Segments that the frame has: packed bytes of many, contents of the few around the moment. What is far goes first.
import { HELD_BYTES, HELD_CHARS } from '../limits.ts'
import type { FrameReplay } from '../protocol.ts'
import { type Pause, readSegment, type SegmentContent } from './read-segment.ts'

export type SegmentInfo = FrameReplay['segments'][number]

type Held = {
  bytes: ArrayBuffer | undefined
  content: SegmentContent | undefined
  reading: Promise<SegmentContent> | undefined
  used: number
}

export type SegmentStore = {
  has(name: string): boolean
  /** There at once, or undefined. */
  content(name: string): SegmentContent | undefined
  put(name: string, bytes: ArrayBuffer): void
  /** Unpacks what is there; undefined where it must be asked for. Throws `UnreadableSegment` again each time. */
  open(name: string): Promise<SegmentContent> | undefined
  /** What is held, in bytes and characters. */
  held(): { bytes: number; chars: number }
}

/** `keep` says which segments must stay, whatever they weigh. */
export const createSegmentStore = (pause: Pause, keep: () => ReadonlySet<string>): SegmentStore => {
  const held = new Map<string, Held>()
  let clock = 0

  const sums = () => {
    let bytes = 0
    let chars = 0
    for (const one of held.values()) {
      bytes += one.bytes?.byteLength ?? 0
      chars += one.content?.chars ?? 0
    }
    return { bytes, chars }
  }

  const trim = () => {
    const kept = keep()
    let { bytes, chars } = sums()
    const oldest = [...held].filter(([name]) => !kept.has(name)).sort(([, a], [, b]) => a.used - b.used)
    for (const [name, one] of oldest) {
      if (chars > HELD_CHARS && one.content) {
        chars -= one.content.chars
        one.content = undefined
        one.reading = undefined
      }
      if (bytes > HELD_BYTES) {
        bytes -= one.bytes?.byteLength ?? 0
        held.delete(name)
      }
    }
  }

  return {
    has: (name) => held.has(name),
    content: (name) => {
      const one = held.get(name)
      if (one) one.used = ++clock
      return one?.content
    },
    put: (name, bytes) => {
      if (held.has(name)) return
      held.set(name, { bytes, content: undefined, reading: undefined, used: ++clock })
      trim()
    },
    open: (name) => {
      const one = held.get(name)
      if (!one?.bytes) return undefined
      one.used = ++clock
      one.reading ??= readSegment(one.bytes, pause).then((content) => {
        one.content = content
        trim()
        return content
      })
      return one.reading
    },
    held: sums,
  }
}
