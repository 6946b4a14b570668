// ListShards: pages of a stream's shards. No shard here is ever closed, so only AFTER_SHARD_ID filters any.
import { action } from '../action.ts'
import { describeShard } from '../description.ts'
import { nextToken, shardId, streamReference } from '../fields.ts'
import { KinesisError } from '../kinesis-error.ts'

const FILTERS = [
  'AFTER_SHARD_ID',
  'AT_TRIM_HORIZON',
  'FROM_TRIM_HORIZON',
  'AT_LATEST',
  'AT_TIMESTAMP',
  'FROM_TIMESTAMP',
] as const

export const listShards = action(
  {
    ...streamReference,
    MaxResults: { type: 'Integer', min: 1, max: 10_000 },
    ExclusiveStartShardId: shardId,
    NextToken: nextToken,
    ShardFilter: {
      type: 'Structure',
      members: {
        Type: { type: 'String', required: true, oneOf: FILTERS },
        ShardId: shardId,
        Timestamp: { type: 'Timestamp' },
      },
    },
    StreamCreationTimestamp: { type: 'Timestamp' },
  },
  ({ MaxResults = 1_000, ExclusiveStartShardId, NextToken, ShardFilter, ...reference }, { streams }) => {
    const token = NextToken === undefined ? undefined : readToken(NextToken)
    const isToldTwice = reference.StreamName !== undefined || reference.StreamARN !== undefined
    if (token !== undefined && isToldTwice) {
      throw new KinesisError(
        'InvalidArgumentException',
        'NextToken and StreamName cannot be provided together.',
      )
    }
    const stream = streams.find(token ?? reference)
    const start = token?.after ?? ExclusiveStartShardId ?? ShardFilter?.ShardId ?? ''
    const after = stream.shards.filter(({ id }) => id > start)
    const page = after.slice(0, MaxResults)
    const last = after.length > page.length ? page.at(-1) : undefined
    return {
      Shards: page.map((shard) => describeShard(stream, shard)),
      NextToken: last && writeToken({ StreamName: stream.facts.name, after: last.id }),
    }
  },
)

type Token = { StreamName: string; after: string }

const writeToken = (token: Token): string => Buffer.from(JSON.stringify(token)).toString('base64')

const readToken = (text: string): Token => {
  try {
    const { StreamName, after } = JSON.parse(Buffer.from(text, 'base64').toString())
    return { StreamName: String(StreamName), after: String(after) }
  } catch {
    throw new KinesisError('InvalidArgumentException', 'NextToken is invalid.')
  }
}
