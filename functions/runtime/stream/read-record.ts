// One Kinesis record as a stamped batch, or the reason why it is none.
import type { KinesisStreamRecord } from 'aws-lambda'
import { type StampedBatch, stampedBatchSchema } from '../../../core/ingest/stamped-batch.ts'

export type ReadRecord = { batch: StampedBatch } | { reason: string }

export const readRecord = ({ kinesis }: KinesisStreamRecord): ReadRecord => {
  const parsed = parse(kinesis.data)
  if ('reason' in parsed) return parsed
  const read = stampedBatchSchema.safeParse(parsed.value)
  if (read.success) return { batch: read.data }
  const issue = read.error.issues[0]
  return { reason: `${issue?.path.join('.') || 'record'}: ${issue?.message ?? 'invalid'}` }
}

const parse = (data: string): { value: unknown } | { reason: string } => {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(data, 'base64'))
    return { value: JSON.parse(text) }
  } catch (error) {
    return { reason: error instanceof SyntaxError ? 'record: not JSON' : 'record: not UTF-8' }
  }
}

/** `eventID` is `<shardId>:<sequenceNumber>`. */
export const shardOf = ({ eventID }: KinesisStreamRecord): string => eventID.split(':')[0] ?? ''
