// The recipe of every stream consumer: what can never be done is kept whole, what fails is delivered again.
import middy from '@middy/core'
import type { Context, KinesisStreamBatchResponse, KinesisStreamEvent, KinesisStreamRecord } from 'aws-lambda'
import type { UnreadableRecord } from '../../../core/ingest/unreadable-record.ts'
import { errorFields, log } from '../log.ts'
import { type Delivery, FailedFrom } from './delivery.ts'
import { isPoison } from './poison.ts'
import { readRecord, shardOf } from './read-record.ts'

type Options = {
  /** Left out by a consumer that keeps nothing: the others quarantine the same record. */
  quarantine?: { keep(record: UnreadableRecord): Promise<void> }
  now: () => number
}

export type StreamFunction = (
  event: KinesisStreamEvent,
  context: Context,
) => Promise<KinesisStreamBatchResponse>

export const stream = (
  { quarantine, now }: Options,
  handler: (deliveries: Delivery[]) => Promise<void>,
): StreamFunction => {
  const consume = async (
    { Records }: KinesisStreamEvent,
    context: Context,
  ): Promise<KinesisStreamBatchResponse> => {
    const startedAt = performance.now()
    const deliveries: Delivery[] = []
    let failure: Failure | undefined
    for (const [position, record] of Records.entries()) {
      const read = readRecord(record)
      if ('batch' in read) {
        const { sequenceNumber } = record.kinesis
        deliveries.push({ batch: read.batch, shardId: shardOf(record), sequenceNumber, position })
        continue
      }
      try {
        await quarantine?.keep(toUnreadable(record, read.reason, context, now()))
      } catch (error) {
        failure = { position, error }
        break
      }
    }
    const keepPoisoned = async (about: Delivery[], fault: Error): Promise<void> => {
      log.error('poisoned', { ...errorFields(fault), requestId: context.awsRequestId })
      for (const record of about.flatMap(({ position }) => Records[position] ?? []))
        await quarantine?.keep(toUnreadable(record, `poisoned: ${fault.name}`, context, now()))
    }
    const { left, failed } = await workThrough(handler, deliveries, quarantine && keepPoisoned)
    failure = earlier(failed, failure)
    const { sequenceNumber } = (failure && Records[failure.position])?.kinesis ?? {}
    log[failure ? 'error' : 'info']('batch', {
      records: Records.length,
      unreadable: Records.length - left.length,
      failedFrom: sequenceNumber,
      ms: Math.round(performance.now() - startedAt),
      requestId: context.awsRequestId,
      ...(failure && errorFields(failure.error)),
    })
    return { batchItemFailures: sequenceNumber === undefined ? [] : [{ itemIdentifier: sequenceNumber }] }
  }
  return middy<KinesisStreamEvent, KinesisStreamBatchResponse>(consume)
}

type Failure = { position: number; error: unknown; about?: Delivery[] }

/** Until all is done or something fails that may pass: what is poisoned is set aside, and blocks nothing else. */
const workThrough = async (
  handler: (deliveries: Delivery[]) => Promise<void>,
  deliveries: Delivery[],
  keepPoisoned: ((about: Delivery[], fault: Error) => Promise<void>) | undefined,
): Promise<{ left: Delivery[]; failed: Failure | undefined }> => {
  let left = deliveries
  while (left.length > 0) {
    const failed = await run(handler, left)
    if (!failed) break
    const { about, position } = failed
    if (!keepPoisoned || !about || !isPoison(failed.error)) return { left, failed }
    try {
      await keepPoisoned(about, failed.error)
    } catch (error) {
      return { left, failed: { position, error } }
    }
    left = left.filter((delivery) => !about.includes(delivery))
  }
  return { left, failed: undefined }
}

const run = async (
  handler: (deliveries: Delivery[]) => Promise<void>,
  deliveries: Delivery[],
): Promise<Failure | undefined> => {
  try {
    await handler(deliveries)
    return undefined
  } catch (error) {
    return error instanceof FailedFrom
      ? { position: error.delivery.position, error: error.cause, about: error.deliveries }
      : { position: deliveries[0]?.position ?? 0, error }
  }
}

const earlier = (a: Failure | undefined, b: Failure | undefined): Failure | undefined =>
  a && b ? (a.position < b.position ? a : b) : (a ?? b)

const toUnreadable = (
  record: KinesisStreamRecord,
  reason: string,
  context: Context,
  quarantinedAt: number,
): UnreadableRecord => ({
  consumer: context.functionName,
  functionVersion: context.functionVersion,
  reason,
  quarantinedAt,
  shardId: shardOf(record),
  sequenceNumber: record.kinesis.sequenceNumber,
  partitionKey: record.kinesis.partitionKey,
  arrivedAt: Math.round(record.kinesis.approximateArrivalTimestamp * 1000),
  data: record.kinesis.data,
})
