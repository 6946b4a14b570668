// Reads one shard from its checkpoint on, and hands records to lanes by partition key.
import { hash } from 'node:crypto'
import type { StreamRecord } from './batch-delivery.ts'
import type { Lane } from './lane.ts'
import type { ShardCursor } from './shard-cursor.ts'
import type { Watermark } from './watermark.ts'

export type ShardReaderOptions = {
  cursor: ShardCursor
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
  lanes === 1 ? 0 : Number.parseInt(hash('md5', partitionKey, 'hex').slice(0, 8), 16) % lanes

export type ShardReader = { wake(): void; stop(): Promise<void> }

export const readShard = (options: ShardReaderOptions): ShardReader => {
  const { cursor, lanes, watermark } = options
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

  const handOver = (records: StreamRecord[]): void => {
    watermark.began(records.map((record) => record.sequenceNumber))
    for (const record of records) lanes[laneOf(record.partitionKey, lanes.length)]?.push(record)
  }

  const loop = async (): Promise<void> => {
    while (!stopped) {
      try {
        if (watermark.outstanding >= options.maxOutstanding) {
          await sleep(GATHER_MS, false)
          continue
        }
        news = false
        const page = await cursor.next()
        if (!page) return
        if (page.records.length > 0) {
          handOver(page.records)
          await sleep(GATHER_MS, false)
        }
        // At the end of the shard another read would only find that out again.
        if (page.caughtUp && !news && !stopped) await sleep(idleMs, true)
      } catch {
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
