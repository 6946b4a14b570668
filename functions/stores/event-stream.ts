// The event stream: what is put here is acknowledged, and from then on never lost.
import { type KinesisClient, PutRecordsCommand, type PutRecordsRequestEntry } from '@aws-sdk/client-kinesis'
import { AppError } from '../../core/errors.ts'
import type { StampedBatch } from '../../core/ingest/stamped-batch.ts'
import { CLAIM_MAX_BYTES, STREAM_RECORD_MAX_BYTES } from '../../core/limits.ts'
import type { ClaimStore } from './claims.ts'
import { isOutage, isThrottle } from './outage.ts'

type Options = {
  /** Takes a batch that does not fit a record. */
  claims: Pick<ClaimStore, 'write'>
  sleep: (ms: number) => Promise<unknown>
  random: () => number
  recordMaxBytes?: number
}

const ATTEMPTS = 6
/** Milliseconds: the first wait at most, and the longest. All together stay below three seconds. */
const BASE_DELAY_MS = 50
const MAX_DELAY_MS = 1_000

/** Milliseconds after which nothing is waited for: the caller shall hear 503 from us before API Gateway or Lambda ends it. */
const DEADLINE_MS = 10_000

const RETRY_AFTER_SECONDS = 5

export const eventStream = (
  client: KinesisClient,
  name: string,
  { claims, sleep, random, recordMaxBytes = STREAM_RECORD_MAX_BYTES }: Options,
) => {
  /** The entries that were not taken. */
  const putOnce = async (
    entries: PutRecordsRequestEntry[],
    abortSignal: AbortSignal,
  ): Promise<PutRecordsRequestEntry[]> => {
    try {
      const put = new PutRecordsCommand({ StreamName: name, Records: entries })
      const { Records = [] } = await client.send(put, { abortSignal })
      return entries.filter((_, index) => Records[index]?.SequenceNumber === undefined)
    } catch (error) {
      if (isThrottle(error)) return entries
      // The client has tried it again already.
      throw isOutage(error) ? busy(error) : error
    }
  }

  const toEntry = async (batch: StampedBatch, signal: AbortSignal): Promise<PutRecordsRequestEntry> => {
    const PartitionKey = `${batch.projectId}#${batch.sessionId}`
    const bytes = Buffer.from(JSON.stringify(batch))
    if (bytes.length + PartitionKey.length <= recordMaxBytes) return { Data: bytes, PartitionKey }
    if (bytes.length > CLAIM_MAX_BYTES) throw tooLarge()
    try {
      return { Data: Buffer.from(JSON.stringify(await claims.write(batch, bytes, signal))), PartitionKey }
    } catch (error) {
      throw busy(error)
    }
  }

  return {
    /** Returns when the stream has every batch. A batch may then be there twice, which its seq tells. */
    put: async (batches: StampedBatch[]): Promise<void> => {
      const signal = AbortSignal.timeout(DEADLINE_MS)
      let left = await Promise.all(batches.map((batch) => toEntry(batch, signal)))
      for (let attempt = 0; left.length > 0; attempt++) {
        if (attempt === ATTEMPTS) throw busy()
        if (attempt > 0) await sleep(random() * Math.min(MAX_DELAY_MS, BASE_DELAY_MS * 2 ** attempt))
        left = await putOnce(left, signal)
      }
    },
  }
}

const busy = (cause?: unknown): AppError =>
  new AppError('stream-busy', 503, 'The stream takes no more right now. Send the batch again.', {
    retryAfter: RETRY_AFTER_SECONDS,
    cause,
  })

const tooLarge = (): AppError =>
  new AppError('batch-too-large', 413, 'The batch is too large. Send fewer events at once.')
