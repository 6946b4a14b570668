// CreateStream: on demand, or with a number of shards. The stream is active when the answer is out.
import { action } from '../action.ts'
import { streamName } from '../fields.ts'
import { KinesisError } from '../kinesis-error.ts'
import { RECORD_MAX_BYTES, RETENTION_DEFAULT_HOURS, STREAM_MAX_SHARDS } from '../limits.ts'

export const createStream = action(
  {
    StreamName: { ...streamName, required: true },
    ShardCount: { type: 'Integer', min: 1 },
    StreamModeDetails: {
      type: 'Structure',
      members: { StreamMode: { type: 'String', required: true, oneOf: ['PROVISIONED', 'ON_DEMAND'] } },
    },
    MaxRecordSizeInKiB: { type: 'Integer', min: RECORD_MAX_BYTES / 1_024, max: RECORD_MAX_BYTES / 1_024 },
    Tags: { type: 'Map' },
  },
  async ({ StreamName, ShardCount, StreamModeDetails }, { streams, settings }) => {
    const mode = StreamModeDetails?.StreamMode ?? 'PROVISIONED'
    if (mode === 'ON_DEMAND' && ShardCount !== undefined) {
      const message = 'ShardCount must not be given for a stream in ON_DEMAND mode.'
      throw new KinesisError('ValidationException', message)
    }
    if (mode === 'PROVISIONED' && ShardCount === undefined) {
      const message = 'ShardCount must be given for a stream in PROVISIONED mode.'
      throw new KinesisError('ValidationException', message)
    }
    const shardCount = ShardCount ?? settings.onDemandShards
    if (shardCount > STREAM_MAX_SHARDS) {
      const message = `This request would exceed the shard limit for the account ${settings.accountId} in ${settings.region}. Limit: ${STREAM_MAX_SHARDS}.`
      throw new KinesisError('LimitExceededException', message)
    }
    await streams.create({ name: StreamName, mode, shardCount, retentionHours: RETENTION_DEFAULT_HOURS })
  },
)
