// The event stream: what is put here is acknowledged, and from then on never lost.
import { type KinesisClient, PutRecordsCommand, type PutRecordsRequestEntry } from '@aws-sdk/client-kinesis'
import { AppError } from '../../core/errors.ts'
import type { StampedBatch } from '../../core/ingest/stamped-batch.ts'
import { STREAM_RECORD_MAX_BYTES } from '../../core/limits.ts'

type Options = { sleep: (ms: number) => Promise<unknown>; random: () => number }

const ATTEMPTS = 6
/** Milliseconds: the first wait at most, and the longest. All together stay below three seconds. */
const BASE_DELAY_MS = 50
const MAX_DELAY_MS = 1_000

const RETRY_AFTER_SECONDS = 5

export const eventStream = (client: KinesisClient, name: string, { sleep, random }: Options) => {
  /** The entries that were not taken. */
  const putOnce = async (entries: PutRecordsRequestEntry[]): Promise<PutRecordsRequestEntry[]> => {
    try {
      const { Records = [] } = await client.send(
        new PutRecordsCommand({ StreamName: name, Records: entries }),
      )
      return entries.filter((_, index) => Records[index]?.SequenceNumber === undefined)
    } catch (error) {
      if (error instanceof Error && THROTTLED.has(error.name)) return entries
      throw error
    }
  }

  return {
    /** Returns when the stream has every batch. A batch may then be there twice, which its seq tells. */
    put: async (batches: StampedBatch[]): Promise<void> => {
      let left = batches.map(toEntry)
      for (let attempt = 0; left.length > 0; attempt++) {
        if (attempt === ATTEMPTS) {
          throw new AppError(
            'stream-busy',
            503,
            'The stream takes no more right now. Send the batch again.',
            {
              retryAfter: RETRY_AFTER_SECONDS,
            },
          )
        }
        if (attempt > 0) await sleep(random() * Math.min(MAX_DELAY_MS, BASE_DELAY_MS * 2 ** attempt))
        left = await putOnce(left)
      }
    },
  }
}

const THROTTLED = new Set([
  'ProvisionedThroughputExceededException',
  'LimitExceededException',
  'ThrottlingException',
  'KMSThrottlingException',
])

const toEntry = (batch: StampedBatch): PutRecordsRequestEntry => {
  const entry = {
    Data: Buffer.from(JSON.stringify(batch)),
    PartitionKey: `${batch.projectId}#${batch.sessionId}`,
  }
  if (entry.Data.length + entry.PartitionKey.length > STREAM_RECORD_MAX_BYTES) {
    throw new AppError(
      'batch-too-large',
      413,
      'The batch is too large for one record. Send fewer events at once.',
    )
  }
  return entry
}
