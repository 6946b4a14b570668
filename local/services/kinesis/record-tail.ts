// The newest records of a shard, kept in memory so that readers that keep up never touch the disk. They are copied
// into one ring of bytes: keeping the buffers themselves would let them grow old, and the process with them.
import { floorIndex } from './floor-index.ts'

export type RecordTail = {
  push(counter: number, frame: Buffer): void
  /** Visits the records from this counter on, until the visitor answers false; answers false if it is too far back. */
  visit(from: number, visitor: (frame: Buffer) => boolean): boolean
}

/** Places count up for ever: the ring holds the last `maxBytes` of them. */
type Kept = { counter: number; start: number; end: number }

export const createRecordTail = (maxBytes: number): RecordTail => {
  let ring: Buffer | undefined
  let kept: Kept[] = []
  let head = 0
  let end = 0

  const forgetBefore = (place: number): void => {
    for (let oldest = kept[head]; oldest !== undefined && oldest.start < place; oldest = kept[head]) head += 1
    // Cutting the front off copies the list, so it waits until half of the list is gone.
    if (head * 2 > kept.length) {
      kept = kept.slice(head)
      head = 0
    }
  }

  return {
    push(counter, frame) {
      if (frame.length > maxBytes) return forgetBefore(Number.POSITIVE_INFINITY)
      ring ??= Buffer.allocUnsafeSlow(maxBytes)
      const left = maxBytes - (end % maxBytes)
      const start = frame.length > left ? end + left : end
      end = start + frame.length
      forgetBefore(end - maxBytes)
      frame.copy(ring, start % maxBytes)
      kept.push({ counter, start, end })
    },
    visit(from, visitor) {
      const oldest = kept[head]
      if (ring === undefined || oldest === undefined || from < oldest.counter) return false
      for (
        let index = floorIndex(kept, ({ counter }) => counter < from) + 1;
        index < kept.length;
        index += 1
      ) {
        const record = kept[index] as Kept
        const start = record.start % maxBytes
        if (!visitor(ring.subarray(start, start + record.end - record.start))) break
      }
      return true
    },
  }
}
