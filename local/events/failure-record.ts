// What Lambda writes to S3 for records that it gave up: the invocation, and the payload whole.
import { randomUUID } from 'node:crypto'
import type { GiveUpReason, StreamRecord } from './batch-delivery.ts'

export type FailureFacts = {
  mappingId: string
  functionArn: string
  streamArn: string
  shardId: string
  records: StreamRecord[]
  payload: unknown
  reason: GiveUpReason
  attempts: number
  now: Date
}

export const failureObject = (facts: FailureFacts): { key: string; body: string } => {
  const { records, now } = facts
  const requestId = randomUUID()
  const time = now.toISOString()
  const arrived = (record: StreamRecord | undefined) =>
    new Date((record?.arrivedAt ?? 0) * 1_000).toISOString()
  const day = time.slice(0, 10).replaceAll('-', '/')
  const second = time.slice(0, 19).replaceAll(':', '.')
  return {
    key: `aws/lambda/${facts.mappingId}/${facts.shardId}/${day}/${second}-${requestId}`,
    body: JSON.stringify({
      requestContext: {
        requestId,
        functionArn: facts.functionArn,
        condition: facts.reason,
        approximateInvokeCount: facts.attempts,
      },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      version: '1.0',
      timestamp: time,
      KinesisBatchInfo: {
        shardId: facts.shardId,
        startSequenceNumber: records[0]?.sequenceNumber,
        endSequenceNumber: records.at(-1)?.sequenceNumber,
        approximateArrivalOfFirstRecord: arrived(records[0]),
        approximateArrivalOfLastRecord: arrived(records.at(-1)),
        batchSize: records.length,
        streamArn: facts.streamArn,
      },
      payload: JSON.stringify(facts.payload),
    }),
  }
}
