// A record of the stream that could be read.
import type { StampedBatch } from '../../../core/ingest/stamped-batch.ts'

export type Delivery = {
  batch: StampedBatch
  shardId: string
  sequenceNumber: string
  /** Where the record stands in this invocation: sequence numbers are too long to compare as numbers. */
  position: number
}

/** A transient failure: everything from this delivery on is delivered again. */
export class FailedFrom extends Error {
  readonly delivery: Delivery

  constructor(delivery: Delivery, cause: unknown) {
    super('a delivery failed', { cause })
    this.name = 'FailedFrom'
    this.delivery = delivery
  }
}

/** The records that something was made from, for the name it is kept under. */
export const rangeOf = (deliveries: [Delivery, ...Delivery[]]) => ({
  shardId: deliveries[0].shardId,
  first: deliveries[0].sequenceNumber,
  last: deliveries.at(-1)?.sequenceNumber ?? deliveries[0].sequenceNumber,
})
