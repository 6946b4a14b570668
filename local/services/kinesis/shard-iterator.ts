// Shard iterators: opaque to the client, a place in a shard and the time until which it may be used to us.
import { KinesisError } from './kinesis-error.ts'
import { ITERATOR_MAX_AGE_MS } from './limits.ts'
import type { KinesisSettings } from './settings.ts'
import type { Shard, Stream } from './stream.ts'
import type { StreamSet } from './stream-set.ts'

type Place = { stream: Stream; shard: Shard; counter: number }

export const writeShardIterator = ({
  stream: { facts },
  shard,
  counter,
  issuedAt,
}: Place & { issuedAt: number }): string =>
  Buffer.from([facts.name, facts.createdAt, shard.index, counter, issuedAt].join('/')).toString('base64')

export const readShardIterator = (token: string, streams: StreamSet, { now }: KinesisSettings): Place => {
  const [name, ...rest] = Buffer.from(token, 'base64').toString('latin1').split('/')
  const [createdAt, shardIndex, counter, issuedAt] = rest.map(Number)
  const isWhole = rest.length === 4 && rest.every((part) => /^\d{1,16}$/.test(part))
  if (!isWhole || name === undefined || counter === undefined || issuedAt === undefined) throw invalid()
  const stream = streams.find({ StreamName: name })
  const shard = stream.shards[shardIndex ?? -1]
  if (shard === undefined || stream.facts.createdAt !== createdAt) throw invalid()
  const age = now() - issuedAt
  if (age > ITERATOR_MAX_AGE_MS) {
    const message = `Iterator expired. The iterator was created at time ${issuedAt} while right now it is ${now()} which is further in the future than the tolerated delay of ${ITERATOR_MAX_AGE_MS} milliseconds.`
    throw new KinesisError('ExpiredIteratorException', message)
  }
  return { stream, shard, counter }
}

const invalid = (): KinesisError => new KinesisError('InvalidArgumentException', 'Invalid ShardIterator.')
