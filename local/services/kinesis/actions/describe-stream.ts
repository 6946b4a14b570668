// DescribeStream: a stream and a page of its shards.
import { action } from '../action.ts'
import { describeShard, describeStreamFacts } from '../description.ts'
import { shardId, streamReference } from '../fields.ts'

export const describeStream = action(
  {
    ...streamReference,
    Limit: { type: 'Integer', min: 1, max: 10_000 },
    ExclusiveStartShardId: shardId,
  },
  ({ Limit = 100, ExclusiveStartShardId, ...reference }, { streams }) => {
    const stream = streams.find(reference)
    const after = stream.shards.filter(({ id }) => id > (ExclusiveStartShardId ?? ''))
    return {
      StreamDescription: {
        ...describeStreamFacts(stream),
        Shards: after.slice(0, Limit).map((shard) => describeShard(stream, shard)),
        HasMoreShards: after.length > Limit,
      },
    }
  },
)
