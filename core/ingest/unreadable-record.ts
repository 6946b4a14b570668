// A record of the stream that a consumer could not read, whole, and why.

export type UnreadableRecord = {
  consumer: string
  functionVersion: string
  reason: string
  quarantinedAt: number
  shardId: string
  sequenceNumber: string
  partitionKey: string
  arrivedAt: number
  /** Base64, as it was delivered. */
  data: string
}
