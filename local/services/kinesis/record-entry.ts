// A record on its way into a shard: decoded, measured, and told where it belongs.
import { hashKeyOf } from './hash-range.ts'
import { KinesisError } from './kinesis-error.ts'
import { RECORD_MAX_BYTES } from './limits.ts'
import { type PreparedRecord, prepareRecord } from './record-frame.ts'
import type { KinesisSettings } from './settings.ts'
import { type Shard, type Stream, shardForHash } from './stream.ts'

export type RecordEntry = { PartitionKey: string; Data: string; ExplicitHashKey?: string }

export const admitRecord = (
  stream: Stream,
  { PartitionKey, Data, ExplicitHashKey }: RecordEntry,
): { shard: Shard; prepared: PreparedRecord } => {
  const shard = shardForHash(stream, hashKeyOf(PartitionKey, ExplicitHashKey))
  const prepared = prepareRecord(PartitionKey, Data)
  if (prepared.bytes > RECORD_MAX_BYTES) {
    const message = `The data and the partition key of a record must not exceed ${RECORD_MAX_BYTES} bytes.`
    throw new KinesisError('InvalidArgumentException', message)
  }
  return { shard, prepared }
}

export const rateExceeded = ({ facts }: Stream, { id }: Shard, { accountId }: KinesisSettings): string =>
  `Rate exceeded for shard ${id} in stream ${facts.name} under account ${accountId}.`
