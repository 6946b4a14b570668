// Puts into the quarantine what a consumer could not read, and what Lambda gave up, as they would.
import { PutObjectCommand } from '@aws-sdk/client-s3'
import { failureObject } from '../../local/events/failure-record.ts'
import { NOON } from '../unit/core/make-batch.ts'
import { kinesisEvent, sequenceNumber } from './invocations.ts'

const BUCKET = 'test-quarantine'
const SHARD = 'shardId-000000000000'

let kept = 0

type Kept = { partitionKey: string; data: unknown; consumer?: string; at?: number; reason?: string }

const bytesOf = (data: unknown): Buffer => Buffer.from(typeof data === 'string' ? data : JSON.stringify(data))

/** Returns its key. */
export const keepUnreadable = async ({
  partitionKey,
  data,
  consumer = 'rollUp',
  at = NOON,
  reason = 'v: is too new',
}: Kept): Promise<string> => {
  const { s3 } = await import('../../functions/runtime/clients/s3.ts')
  const { quarantine } = await import('../../functions/stores/quarantine.ts')
  const number = sequenceNumber(++kept)
  await quarantine(s3, BUCKET).keep({
    consumer,
    functionVersion: '6',
    reason,
    quarantinedAt: at,
    shardId: SHARD,
    sequenceNumber: number,
    partitionKey,
    arrivedAt: at,
    data: bytesOf(data).toString('base64'),
  })
  return `unreadable/${consumer}/date=${new Date(at).toISOString().slice(0, 10)}/${SHARD}-${number}.json`
}

/** All of them in one object. Returns its key. */
export const keepGivenUp = async (
  records: Pick<Kept, 'partitionKey' | 'data'>[],
  at = NOON,
): Promise<string> => {
  const { s3 } = await import('../../functions/runtime/clients/s3.ts')
  kept += records.length
  const payload = kinesisEvent(
    records.map(({ data }) => bytesOf(data)),
    kept,
  )
  for (const [index, { partitionKey }] of records.entries())
    Object.assign(payload.Records[index]?.kinesis ?? {}, { partitionKey })
  const { key, body } = failureObject({
    mappingId: 'b9c0a1de-0000-4000-8000-000000000001',
    functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:archive',
    streamArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/events',
    shardId: SHARD,
    records: [],
    payload,
    reason: 'RetryAttemptsExhausted',
    attempts: 1_001,
    now: new Date(at),
  })
  await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: body }))
  return key
}
