// Lanes finish out of order; a shard's checkpoint may only move over records that are all done.

export type Watermark = {
  /** In the order they were read. */
  began(sequenceNumbers: string[]): void
  /** Returns the newest sequence number before which everything is done, if it moved. */
  finished(sequenceNumbers: string[]): string | undefined
  readonly outstanding: number
}

export const createWatermark = (): Watermark => {
  const queue: Array<{ sequenceNumber: string; done: boolean }> = []
  const bySequence = new Map<string, { sequenceNumber: string; done: boolean }>()
  return {
    began: (sequenceNumbers) => {
      for (const sequenceNumber of sequenceNumbers) {
        const entry = { sequenceNumber, done: false }
        queue.push(entry)
        bySequence.set(sequenceNumber, entry)
      }
    },
    finished: (sequenceNumbers) => {
      for (const sequenceNumber of sequenceNumbers) {
        const entry = bySequence.get(sequenceNumber)
        if (entry) entry.done = true
      }
      let doneUpTo = 0
      while (queue[doneUpTo]?.done) doneUpTo += 1
      const moved = queue.splice(0, doneUpTo)
      for (const { sequenceNumber } of moved) bySequence.delete(sequenceNumber)
      return moved.at(-1)?.sequenceNumber
    },
    get outstanding() {
      return queue.length
    },
  }
}
