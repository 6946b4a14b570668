// GetRecords: the records at an iterator, and the iterator to go on with.
import { action } from '../action.ts'
import { streamReference } from '../fields.ts'
import { GET_MAX_BYTES, GET_MAX_RECORDS } from '../limits.ts'
import { readShardIterator, writeShardIterator } from '../shard-iterator.ts'
import { sequenceNumberOf } from '../stream.ts'

export const getRecords = action(
  {
    ShardIterator: { type: 'String', required: true, min: 1, max: 512 },
    Limit: { type: 'Integer', min: 1, max: GET_MAX_RECORDS },
    StreamARN: streamReference.StreamARN,
  },
  async ({ ShardIterator, Limit = GET_MAX_RECORDS }, { streams, settings }) => {
    const { stream, shard, counter } = readShardIterator(ShardIterator, streams, settings)
    const page = await shard.log.read(counter, { records: Limit, bytes: GET_MAX_BYTES })
    return {
      MillisBehindLatest: page.behindMs,
      NextShardIterator: writeShardIterator({ stream, shard, counter: page.next, issuedAt: settings.now() }),
      Records: page.records.map((record) => ({
        ApproximateArrivalTimestamp: record.arrivedAt / 1_000,
        Data: record.data.toString('base64'),
        PartitionKey: record.partitionKey,
        SequenceNumber: sequenceNumberOf(stream, shard, record.counter),
      })),
    }
  },
)
