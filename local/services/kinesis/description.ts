// Streams and shards as the describing and listing actions show them.
import { type Shard, type Stream, sequenceNumberOf } from './stream.ts'

export const describeMode = ({ facts, arn }: Stream) => ({
  StreamName: facts.name,
  StreamARN: arn,
  StreamStatus: 'ACTIVE',
  StreamModeDetails: { StreamMode: facts.mode },
  StreamCreationTimestamp: facts.createdAt / 1_000,
})

export const describeStreamFacts = (stream: Stream) => ({
  ...describeMode(stream),
  RetentionPeriodHours: stream.facts.retentionHours,
  EnhancedMonitoring: [{ ShardLevelMetrics: [] }],
  EncryptionType: 'NONE',
})

export const describeShard = (stream: Stream, shard: Shard) => ({
  ShardId: shard.id,
  HashKeyRange: {
    StartingHashKey: shard.range.StartingHashKey,
    EndingHashKey: shard.range.EndingHashKey,
  },
  SequenceNumberRange: { StartingSequenceNumber: sequenceNumberOf(stream, shard, 0) },
})
