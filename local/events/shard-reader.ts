// Reads one shard from its checkpoint on, and hands records to lanes by partition key.
import { createHash } from 'node:crypto'
import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  type KinesisClient,
  type ShardIteratorType,
} from '@aws-sdk/client-kinesis'
import type { StreamRecord } from './batch-delivery.ts'
import type { Lane } from './lane.ts'
import type { Watermark } from './watermark.ts'

export type ShardReaderOptions = {
  client: KinesisClient
  streamName: string
  shardId: string
  after: string | undefined
  startAt: ShardIteratorType
  lanes: Lane[]
  watermark: Watermark
  /** Somebody calls `wake` when the shard has news. */
  newsIsTold: boolean
  /** Records that may be under way before reading waits: bounds memory when a consumer is down. */
  maxOutstanding: number
}

/** Milliseconds between looks at an idle shard: seldom if its news is told, for sixteen readers look all day. */
const IDLE_MS = 250
const IDLE_TOLD_MS = 5_000
/** Milliseconds from one read with records to the next. A lone record is read at once; under load records gather, as
 * they do for Lambda, which reads a shard about once a second: fewer and fuller batches. */
const GATHER_MS = 150
/** Milliseconds until a read that failed is tried again. */
const RETRY_MS = 500

const laneOf = (partitionKey: string, lanes: number): number =>
  lanes === 1 ? 0 : createHash('md5').update(partitionKey).digest().readUInt32BE(0) % lanes

export type ShardReader = { wake(): void; stop(): Promise<void> }

export const readShard = (options: ShardReaderOptions): ShardReader => {
  const { client, streamName, shardId, lanes, watermark } = options
  const idleMs = options.newsIsTold ? IDLE_TOLD_MS : IDLE_MS
  let stopped = false
  /** News that came while nobody rested must not wait for the next rest to end. */
  let news = false
  let interrupt = (): void => undefined
  let mayWake = false
  const sleep = (milliseconds: number, untilNews: boolean) =>
    new Promise<void>((resolve) => {
      mayWake = untilNews
      const timer = setTimeout(resolve, milliseconds)
      interrupt = () => {
        clearTimeout(timer)
        resolve()
      }
    })

  let last = options.after
  const iteratorFromHere = async () => {
    const { ShardIterator } = await client.send(
      new GetShardIteratorCommand({
        StreamName: streamName,
        ShardId: shardId,
        ...(last
          ? { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: last }
          : { ShardIteratorType: options.startAt }),
      }),
    )
    return ShardIterator
  }

  const handOver = (records: StreamRecord[]): void => {
    watermark.began(records.map((record) => record.sequenceNumber))
    for (const record of records) lanes[laneOf(record.partitionKey, lanes.length)]?.push(record)
  }

  const loop = async (): Promise<void> => {
    let iterator: string | undefined
    while (!stopped) {
      try {
        iterator ??= await iteratorFromHere()
        if (!iterator) return
        if (watermark.outstanding >= options.maxOutstanding) {
          await sleep(GATHER_MS, false)
          continue
        }
        news = false
        const page = await client.send(new GetRecordsCommand({ ShardIterator: iterator, Limit: 1_000 }))
        iterator = page.NextShardIterator
        const records = (page.Records ?? []).map(
          (record): StreamRecord => ({
            sequenceNumber: record.SequenceNumber ?? '',
            partitionKey: record.PartitionKey ?? '',
            data: Buffer.from(record.Data ?? new Uint8Array()).toString('base64'),
            arrivedAt: (record.ApproximateArrivalTimestamp?.getTime() ?? 0) / 1_000,
          }),
        )
        if (records.length > 0) {
          last = records.at(-1)?.sequenceNumber
          handOver(records)
          await sleep(GATHER_MS, false)
        }
        // At the end of the shard another read would only find that out again.
        if (page.MillisBehindLatest === 0 && !news) await sleep(idleMs, true)
      } catch {
        // The stream may be restarting or the iterator too old: begin again behind what was read.
        iterator = undefined
        if (!stopped) await sleep(RETRY_MS, false)
      }
    }
  }

  const ended = loop()
  return {
    wake: () => {
      news = true
      if (mayWake) interrupt()
    },
    stop: async () => {
      stopped = true
      interrupt()
      await ended
    },
  }
}
