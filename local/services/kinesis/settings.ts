// What `startKinesis` may be told, and what it does when it is not told.
import { ON_DEMAND_SHARDS } from './limits.ts'
import type { ThroughputSetting } from './throughput.ts'

export type KinesisOptions = {
  /** Where the streams live; they survive a restart and a kill. */
  directory: string
  port?: number
  region?: string
  accountId?: string
  now?(): number
  /** `real` by default. A bench beyond one shard's 1 MB/s wants `unlimited`. */
  throughput?: ThroughputSetting
  /** Shards of a stream that is created on demand. */
  onDemandShards?: number
  /** Bytes of one segment file, and of all those of one shard: the oldest go first. */
  segmentBytes?: number
  shardMaxBytes?: number
  /** Bytes of the newest records that each shard keeps in memory. */
  tailBytes?: number
}

export type KinesisSettings = Required<Omit<KinesisOptions, 'port' | 'throughput'>>

export const settle = (options: KinesisOptions): KinesisSettings => ({
  directory: options.directory,
  region: options.region ?? 'us-east-1',
  accountId: options.accountId ?? '000000000000',
  now: options.now ?? Date.now,
  onDemandShards: options.onDemandShards ?? ON_DEMAND_SHARDS,
  segmentBytes: options.segmentBytes ?? 32 * 1_048_576,
  shardMaxBytes: options.shardMaxBytes ?? 1_024 * 1_048_576,
  tailBytes: options.tailBytes ?? 4 * 1_048_576,
})
