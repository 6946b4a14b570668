// A stream that is open: what is known about it, and its shards.
import { join } from 'node:path'
import { floorIndex } from './floor-index.ts'
import { type HashRange, splitHashRange } from './hash-range.ts'
import { KinesisError } from './kinesis-error.ts'
import { formatSequenceNumber } from './sequence-number.ts'
import type { KinesisSettings } from './settings.ts'
import { openShardLog, type ShardLog } from './shard-log.ts'
import { createGauge, type Gauge, type Throughput } from './throughput.ts'

/** What `stream.json` says. */
export type StreamFacts = {
  name: string
  createdAt: number
  mode: 'ON_DEMAND' | 'PROVISIONED'
  shardCount: number
  retentionHours: number
}

export type Shard = { id: string; index: number; range: HashRange; log: ShardLog; gauge: Gauge }

export type Stream = { facts: StreamFacts; directory: string; arn: string; shards: Shard[] }

export type StreamHooks = {
  throughput(): Throughput | undefined
  onAppend(streamName: string, shardId: string): void
}

export const openStream = async (
  directory: string,
  facts: StreamFacts,
  settings: KinesisSettings,
  hooks: StreamHooks,
): Promise<Stream> => {
  const openShard = async (range: HashRange, index: number): Promise<Shard> => {
    const id = `shardId-${String(index).padStart(12, '0')}`
    const log = await openShardLog({
      directory: join(directory, id),
      now: settings.now,
      retentionMs: () => facts.retentionHours * 3_600_000,
      segmentBytes: settings.segmentBytes,
      maxBytes: settings.shardMaxBytes,
      tailBytes: settings.tailBytes,
      onAppend: () => hooks.onAppend(facts.name, id),
    })
    return { id, index, range, log, gauge: createGauge(hooks.throughput, settings.now) }
  }
  const shards = await Promise.all(splitHashRange(facts.shardCount).map(openShard))
  return { facts, directory, arn: streamArn(facts.name, settings), shards }
}

export const streamArn = (name: string, { region, accountId }: KinesisSettings): string =>
  `arn:aws:kinesis:${region}:${accountId}:stream/${name}`

export const shardForHash = ({ shards }: Stream, hashKey: string): Shard => {
  const shard = shards[floorIndex(shards, ({ range }) => range.first <= hashKey)]
  if (shard === undefined) throw new Error('the hash ranges of a stream leave no gap')
  return shard
}

export const shardById = ({ facts, shards }: Stream, id: string, { accountId }: KinesisSettings): Shard => {
  const shard = shards.find((candidate) => candidate.id === id)
  if (shard !== undefined) return shard
  const message = `Shard ${id} in stream ${facts.name} under account ${accountId} does not exist`
  throw new KinesisError('ResourceNotFoundException', message)
}

export const sequenceNumberOf = ({ facts }: Stream, shard: Shard, counter: number): string =>
  formatSequenceNumber({ createdAt: facts.createdAt, shardIndex: shard.index, counter })
