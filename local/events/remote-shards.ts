// Reads the shards of a stream that lives elsewhere, as any client of Kinesis does.
import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  type KinesisClient,
  ListShardsCommand,
} from '@aws-sdk/client-kinesis'
import type { CursorStart, ShardCursor, ShardSource } from './shard-cursor.ts'

/** Records of one call. */
const PAGE = 1_000

export const remoteShards = (client: KinesisClient): ShardSource => ({
  shardIds: async (streamName) => {
    const { Shards = [] } = await client.send(new ListShardsCommand({ StreamName: streamName }))
    return Shards.map(({ ShardId = '' }) => ShardId)
  },
  open: (start) => openCursor(client, start),
})

const openCursor = (
  client: KinesisClient,
  { streamName, shardId, after, startAt }: CursorStart,
): ShardCursor => {
  let last = after
  let iterator: string | undefined
  const iteratorFromHere = async () => {
    const { ShardIterator } = await client.send(
      new GetShardIteratorCommand({
        StreamName: streamName,
        ShardId: shardId,
        ...(last
          ? { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: last }
          : { ShardIteratorType: startAt }),
      }),
    )
    return ShardIterator
  }
  return {
    next: async () => {
      try {
        iterator ??= await iteratorFromHere()
        if (!iterator) return undefined
        const page = await client.send(new GetRecordsCommand({ ShardIterator: iterator, Limit: PAGE }))
        iterator = page.NextShardIterator
        const records = (page.Records ?? []).map((record) => ({
          sequenceNumber: record.SequenceNumber ?? '',
          partitionKey: record.PartitionKey ?? '',
          data: Buffer.from(record.Data ?? new Uint8Array()),
          arrivedAt: (record.ApproximateArrivalTimestamp?.getTime() ?? 0) / 1_000,
        }))
        last = records.at(-1)?.sequenceNumber ?? last
        return { records, caughtUp: page.MillisBehindLatest === 0 }
      } catch (error) {
        // The stream may be restarting or the iterator too old: begin again behind what was read.
        iterator = undefined
        throw error
      }
    },
  }
}
