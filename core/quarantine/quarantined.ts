// An object of the quarantine as an operator sees it: who could not do what with which records, and why.
import * as z from 'zod'
import { givenUpBatchSchema } from './given-up-batch.ts'

export type QuarantinedRecord = {
  shardId: string
  sequenceNumber: string
  partitionKey: string
  /** Base64, as it was delivered. */
  data: string
}

export type Quarantined = {
  key: string
  kind: 'unreadable' | 'given-up'
  consumer: string
  reason: string
  quarantinedAt: string
  records: QuarantinedRecord[]
}

const unreadableSchema = z.object({
  consumer: z.string(),
  reason: z.string(),
  quarantinedAt: z.number(),
  shardId: z.string(),
  sequenceNumber: z.string(),
  partitionKey: z.string(),
  data: z.string(),
})

export const UNREADABLE_PREFIX = 'unreadable/'
export const GIVEN_UP_PREFIX = 'aws/lambda/'

/** Throws when the object is neither: nobody else writes there. */
export const toQuarantined = (key: string, content: unknown): Quarantined =>
  key.startsWith(UNREADABLE_PREFIX) ? toUnreadable(key, content) : toGivenUp(key, content)

const toUnreadable = (key: string, content: unknown): Quarantined => {
  const { consumer, reason, quarantinedAt, ...record } = unreadableSchema.parse(content)
  return {
    key,
    kind: 'unreadable',
    consumer,
    reason,
    quarantinedAt: new Date(quarantinedAt).toISOString(),
    records: [record],
  }
}

const toGivenUp = (key: string, content: unknown): Quarantined => {
  const { requestContext, timestamp, payload } = givenUpBatchSchema.parse(content)
  return {
    key,
    kind: 'given-up',
    consumer: requestContext.functionArn.split(':function:')[1] ?? requestContext.functionArn,
    reason: `${requestContext.condition} after ${requestContext.approximateInvokeCount} calls`,
    quarantinedAt: timestamp,
    records: payload.Records.map(({ eventID, kinesis: { partitionKey, sequenceNumber, data } }) => ({
      shardId: eventID.split(':')[0] ?? '',
      sequenceNumber,
      partitionKey,
      data,
    })),
  }
}
