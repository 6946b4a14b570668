// Each batch of a session once: a page that heard no answer sends the same batch again, and a record is delivered again.
import type { StampedBatch } from '../ingest/stamped-batch.ts'

/** Of what came more than once, what was received first: everybody who reads then reads the same. */
export const onceEach = (batches: StampedBatch[]): StampedBatch[] => {
  const found = new Map<string, StampedBatch>()
  for (const batch of batches) {
    const name = `${batch.tabId}#${batch.seq}`
    const earlier = found.get(name)
    if (!earlier || batch.receivedAt < earlier.receivedAt) found.set(name, batch)
  }
  return [...found.values()]
}
