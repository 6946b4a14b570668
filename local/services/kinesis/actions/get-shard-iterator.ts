// GetShardIterator: a place in a shard, by sequence number, by time, or at either end.
import { action, type Kinesis } from '../action.ts'
import { sequenceNumber, shardId, streamReference } from '../fields.ts'
import type { Input } from '../input-shape.ts'
import { KinesisError } from '../kinesis-error.ts'
import { parseSequenceNumber } from '../sequence-number.ts'
import { writeShardIterator } from '../shard-iterator.ts'
import { type Shard, type Stream, shardById } from '../stream.ts'

const TYPES = [
  'AT_SEQUENCE_NUMBER',
  'AFTER_SEQUENCE_NUMBER',
  'TRIM_HORIZON',
  'LATEST',
  'AT_TIMESTAMP',
] as const

const shape = {
  ...streamReference,
  ShardId: { ...shardId, required: true },
  ShardIteratorType: { type: 'String', required: true, oneOf: TYPES },
  StartingSequenceNumber: sequenceNumber,
  Timestamp: { type: 'Timestamp' },
} as const

export const getShardIterator = action(shape, async (input, { streams, settings }) => {
  const stream = streams.find(input)
  const shard = shardById(stream, input.ShardId, settings)
  const counter = await startingCounter(input, stream, shard, settings)
  return { ShardIterator: writeShardIterator({ stream, shard, counter, issuedAt: settings.now() }) }
})

const startingCounter = async (
  input: Input<typeof shape>,
  stream: Stream,
  { id, index, log }: Shard,
  { now, accountId }: Kinesis['settings'],
): Promise<number> => {
  const { ShardIteratorType: type, StartingSequenceNumber: text, Timestamp: seconds } = input
  if (type === 'TRIM_HORIZON') return log.oldestCounter()
  if (type === 'LATEST') return log.nextCounter()
  if (type === 'AT_TIMESTAMP') {
    if (seconds === undefined) throw invalid('Must specify Timestamp with AT_TIMESTAMP.')
    const time = Math.floor(seconds * 1_000)
    if (time > now()) {
      throw invalid('The timestampInMillis parameter cannot be greater than the currentTimestampInMillis.')
    }
    return log.counterSince(time)
  }
  if (text === undefined) throw invalid(`Must specify StartingSequenceNumber with ${type}.`)
  const position = parseSequenceNumber(text)
  const isOurs = position?.createdAt === stream.facts.createdAt && position.shardIndex === index
  if (position === undefined || !isOurs || position.counter >= Math.max(log.nextCounter(), 1)) {
    const place = `shard ${id} in stream ${stream.facts.name} under account ${accountId}`
    throw invalid(
      `StartingSequenceNumber ${text} used in GetShardIterator on ${place} is invalid because it did not come from this shard.`,
    )
  }
  return type === 'AT_SEQUENCE_NUMBER' ? position.counter : position.counter + 1
}

const invalid = (message: string): KinesisError => new KinesisError('InvalidArgumentException', message)
