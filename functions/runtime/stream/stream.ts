// The recipe of every stream consumer: what can never be done is kept whole, what fails is delivered again.
import middy from '@middy/core'
import type { Context, KinesisStreamBatchResponse, KinesisStreamEvent, KinesisStreamRecord } from 'aws-lambda'
import type { UnreadableRecord } from '../../../core/ingest/unreadable-record.ts'
import { errorFields, log } from '../log.ts'
import { type Delivery, FailedFrom } from './delivery.ts'
import { isPoison } from './poison.ts'
import { type Claims, type Failure, portionsOf, readPortion, shardOf } from './read-records.ts'

type Options = {
  /** Where batches lie that are too large for a record. */
  claims: Claims
  /** Left out by a consumer that keeps nothing: the others quarantine the same record. */
  quarantine?: { keep(record: UnreadableRecord): Promise<void> }
  now: () => number
}

export type StreamFunction = (
  event: KinesisStreamEvent,
  context: Context,
) => Promise<KinesisStreamBatchResponse>

export const stream = (
  { claims, quarantine, now }: Options,
  handler: (deliveries: Delivery[]) => Promise<void>,
): StreamFunction => {
  const consume = async (
    { Records }: KinesisStreamEvent,
    context: Context,
  ): Promise<KinesisStreamBatchResponse> => {
    const startedAt = performance.now()
    let unreadable = 0
    const setAside = async (record: KinesisStreamRecord, reason: string): Promise<void> => {
      await quarantine?.keep(toUnreadable(record, reason, context, now()))
      unreadable += 1
    }
    const keepPoisoned = async (about: Delivery[], fault: Error): Promise<void> => {
      log.error('poisoned', { ...errorFields(fault), requestId: context.awsRequestId })
      for (const record of about.flatMap(({ position }) => Records[position] ?? []))
        await setAside(record, `poisoned: ${fault.name}`)
    }
    const portions = portionsOf(Records)
    let failure: Failure | undefined
    for (const portion of portions) {
      const { deliveries, failed: unread } = await readPortion(portion, claims, setAside)
      const undone = await workThrough(handler, deliveries, quarantine && keepPoisoned)
      failure = earlier(undone, unread)
      if (failure) break
    }
    const { sequenceNumber } = (failure && Records[failure.position])?.kinesis ?? {}
    const claimed = portions.flat().filter(({ read }) => 'claim' in read).length
    log[failure ? 'error' : 'info']('batch', {
      records: Records.length,
      unreadable,
      ...(claimed > 0 && { claimed }),
      failedFrom: sequenceNumber,
      ms: Math.round(performance.now() - startedAt),
      requestId: context.awsRequestId,
      ...(failure && errorFields(failure.error)),
    })
    return { batchItemFailures: sequenceNumber === undefined ? [] : [{ itemIdentifier: sequenceNumber }] }
  }
  return middy<KinesisStreamEvent, KinesisStreamBatchResponse>(consume)
}

/** Until all is done or something fails that may pass: what is poisoned is set aside, and blocks nothing else. */
const workThrough = async (
  handler: (deliveries: Delivery[]) => Promise<void>,
  deliveries: Delivery[],
  keepPoisoned: ((about: Delivery[], fault: Error) => Promise<void>) | undefined,
): Promise<Failure | undefined> => {
  let left = deliveries
  while (left.length > 0) {
    const failed = await run(handler, left)
    if (!failed) break
    const { about, position } = failed
    if (!keepPoisoned || !about || !isPoison(failed.error)) return failed
    try {
      await keepPoisoned(about, failed.error)
    } catch (error) {
      return { position, error }
    }
    left = left.filter((delivery) => !about.includes(delivery))
  }
  return undefined
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
