// The shards as readers in this process get them: without HTTP, JSON and base64, each record read once for all.
import type { CursorStart, ShardCursor, ShardSource } from '../../events/shard-cursor.ts'
import { parseSequenceNumber } from './sequence-number.ts'
import type { KinesisSettings } from './settings.ts'
import { type SharedPages, sharedPages } from './shared-pages.ts'
import { type Shard, type Stream, sequenceNumberOf, shardById } from './stream.ts'
import type { StreamSet } from './stream-set.ts'

/** What one page holds at most. */
const PAGE = { records: 1_000, bytes: 8 * 1_048_576 }

export type LocalShards = Pick<ShardSource, 'shardIds' | 'open'>

export const localShards = (streams: StreamSet, settings: KinesisSettings): LocalShards => {
  const known = new WeakMap<Shard, SharedPages>()
  const pagesOf = (shard: Shard): SharedPages => {
    const pages = known.get(shard) ?? sharedPages((from) => shard.log.read(from, PAGE))
    known.set(shard, pages)
    return pages
  }
  return {
    shardIds: async (StreamName) => streams.find({ StreamName }).shards.map(({ id }) => id),
    open: (start) => {
      const stream = streams.find({ StreamName: start.streamName })
      const shard = shardById(stream, start.shardId, settings)
      return openCursor(stream, shard, pagesOf(shard), start)
    },
  }
}

const openCursor = (stream: Stream, shard: Shard, pages: SharedPages, start: CursorStart): ShardCursor => {
  let next = startingCounter(stream, shard, start)
  return {
    next: async () => {
      const page = await pages.read(next)
      next = page.next
      return {
        records: page.records.map(({ counter, partitionKey, data, arrivedAt }) => ({
          sequenceNumber: sequenceNumberOf(stream, shard, counter),
          partitionKey,
          data,
          arrivedAt: arrivedAt / 1_000,
        })),
        caughtUp: page.next >= shard.log.nextCounter(),
      }
    },
  }
}

/** A number that is not of this stream is of one that had its name before: then there is nothing to go on from. */
const startingCounter = (
  { facts }: Stream,
  { index, log }: Shard,
  { after, startAt }: CursorStart,
): number => {
  const position = after === undefined ? undefined : parseSequenceNumber(after)
  if (position?.createdAt === facts.createdAt && position.shardIndex === index) {
    // Behind the end there is nothing: what was read there was lost before it was on disk, and comes again.
    return Math.min(position.counter + 1, log.nextCounter())
  }
  return startAt === 'LATEST' ? log.nextCounter() : log.oldestCounter()
}
