// A record of the stream that could be read.
import type { StampedBatch } from '../../../core/ingest/stamped-batch.ts'

export type Delivery = {
  batch: StampedBatch
  shardId: string
  sequenceNumber: string
  /** Where the record stands in this invocation: sequence numbers are too long to compare as numbers. */
  position: number
}

/** Work that failed: everything from its first delivery on is delivered again, unless what it is about is poisoned. */
export class FailedFrom extends Error {
  readonly delivery: Delivery
  /** All that the work was about. */
  readonly deliveries: [Delivery, ...Delivery[]]

  constructor(deliveries: [Delivery, ...Delivery[]], cause: unknown) {
    super('a delivery failed', { cause })
    this.name = 'FailedFrom'
    this.delivery = deliveries[0]
    this.deliveries = deliveries
  }
}

/** The records that something was made from, for the name it is kept under. */
export const rangeOf = (deliveries: [Delivery, ...Delivery[]]) => ({
  shardId: deliveries[0].shardId,
  first: deliveries[0].sequenceNumber,
  last: deliveries.at(-1)?.sequenceNumber ?? deliveries[0].sequenceNumber,
})
