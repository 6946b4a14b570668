// Where a reader stands in a shard, and how it gets on: the one thing that depends on where the stream lives.
import type { StreamRecord } from './batch-delivery.ts'

/** `caughtUp` when there was nothing behind these records. */
export type ShardPage = { records: StreamRecord[]; caughtUp: boolean }

export type ShardCursor = {
  /** The records behind those that it gave last. Throws for a passing reason; undefined when the shard has ended. */
  next(): Promise<ShardPage | undefined>
}

export type CursorStart = {
  streamName: string
  shardId: string
  /** The sequence number of the last record that is done. */
  after: string | undefined
  /** Where to begin if nothing is. */
  startAt: 'TRIM_HORIZON' | 'LATEST'
}

export type ShardSource = {
  shardIds(streamName: string): Promise<string[]>
  open(start: CursorStart): ShardCursor
  /** Tells of new records, if it hears of them; otherwise whoever reads has to look. */
  onAppend?(listener: (streamName: string, shardId: string) => void): () => void
}
