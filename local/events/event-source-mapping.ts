// A Lambda event source mapping on a Kinesis stream: reads every shard and delivers under the mapping's settings.
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import type { Invoke, Reserve, Slot } from '../lambda/invoke.ts'
import { type DeliveryRules, deliver, type GiveUpReason, type StreamRecord } from './batch-delivery.ts'
import { openCheckpoints } from './checkpoints.ts'
import { failureObject } from './failure-record.ts'
import { createLane } from './lane.ts'
import type { ShardSource } from './shard-cursor.ts'
import { readShard, type ShardReader } from './shard-reader.ts'
import { createWatermark } from './watermark.ts'

export type MappingOptions = {
  mappingId: string
  streamName: string
  streamArn: string
  functionArn: string
  region: string
  invoke: Invoke
  reserve: Reserve
  shards: ShardSource
  s3: S3Client
  checkpointFile: string
  batchSize: number
  windowMs: number
  parallelization: number
  startAt: 'TRIM_HORIZON' | 'LATEST'
  rules: DeliveryRules
  failureBucket?: string
  log: (line: string) => void
}

type GivenUp = {
  given: StreamRecord[]
  shardId: string
  payload: unknown
  reason: GiveUpReason
  attempts: number
  error: string
}

/** Milliseconds before the first retry; doubles up to the cap, as the service backs off. */
const RETRY_FIRST_MS = 200
const RETRY_CAP_MS = 10_000

export const startMapping = async (options: MappingOptions): Promise<{ stop(): Promise<void> }> => {
  const { streamName, rules, batchSize } = options
  const checkpoints = openCheckpoints(options.checkpointFile)
  const shardIds = await options.shards.shardIds(streamName)
  let stopping = false
  const wakeSleepers = new Set<() => void>()
  const pause = async (attempt: number): Promise<boolean> => {
    const milliseconds = Math.min(RETRY_CAP_MS, RETRY_FIRST_MS * 2 ** (attempt - 1))
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer)
        wakeSleepers.delete(done)
        resolve()
      }
      const timer = setTimeout(done, milliseconds)
      if (stopping) done()
      else wakeSleepers.add(done)
    })
    return !stopping
  }

  const giveUp = async (lost: GivenUp): Promise<boolean> => {
    const { given, shardId, reason, attempts, error } = lost
    options.log(
      `gave up ${given.length} records of ${shardId} after ${attempts} attempts: ${reason}, ${error}\n`,
    )
    if (!options.failureBucket) return true
    const object = failureObject({ ...options, ...lost, records: given, now: new Date() })
    const put = new PutObjectCommand({ Bucket: options.failureBucket, Key: object.key, Body: object.body })
    for (let tries = 1; ; tries += 1) {
      try {
        await options.s3.send(put)
        return true
      } catch (fault) {
        options.log(`the failure object ${object.key} could not be written: ${fault}\n`)
        if (!(await pause(tries))) return false
      }
    }
  }

  const readers = new Map<string, ShardReader>()
  const lanes = shardIds.flatMap((shardId) => {
    const watermark = createWatermark()
    const toEvent = (records: StreamRecord[]) => kinesisEvent(records, shardId, options)
    const shardLanes = Array.from({ length: options.parallelization }, () =>
      createLane({
        batchSize,
        windowMs: options.windowMs,
        reserve: options.reserve,
        deliver: (records, slot) =>
          deliver(records, {
            rules,
            invoke: firstIn(slot, options.invoke),
            toEvent,
            now: Date.now,
            pause,
            passed: (done) => {
              const position = watermark.finished(done.map((record) => record.sequenceNumber))
              if (position) checkpoints.set(shardId, position)
            },
            giveUp: (given, reason, attempts, error) =>
              giveUp({ given, shardId, payload: toEvent(given), reason, attempts, error }),
          }),
      }),
    )
    readers.set(
      shardId,
      readShard({
        cursor: options.shards.open({
          streamName,
          shardId,
          after: checkpoints.get(shardId),
          startAt: options.startAt,
        }),
        lanes: shardLanes,
        watermark,
        newsIsTold: options.shards.onAppend !== undefined,
        maxOutstanding: batchSize * options.parallelization * 10,
      }),
    )
    return shardLanes
  })
  const unsubscribe = options.shards.onAppend?.((stream, shardId) => {
    if (stream === streamName) readers.get(shardId)?.wake()
  })

  return {
    stop: async () => {
      stopping = true
      unsubscribe?.()
      for (const wake of wakeSleepers) wake()
      await Promise.all([...readers.values()].map((reader) => reader.stop()))
      await Promise.all(lanes.map((lane) => lane.stop()))
      await checkpoints.flush()
    },
  }
}

/** The first invocation in the container that was waited for; those that repeat or split it in any. */
const firstIn = (slot: Slot, other: Invoke): Invoke => {
  let next = slot.invoke
  return (payload) => {
    const invoke = next
    next = other
    return invoke(payload)
  }
}

const kinesisEvent = (
  records: StreamRecord[],
  shardId: string,
  { streamArn, region, functionArn }: MappingOptions,
) => ({
  Records: records.map((record) => ({
    kinesis: {
      kinesisSchemaVersion: '1.0',
      partitionKey: record.partitionKey,
      sequenceNumber: record.sequenceNumber,
      data: record.data.toString('base64'),
      approximateArrivalTimestamp: record.arrivedAt,
    },
    eventSource: 'aws:kinesis',
    eventVersion: '1.0',
    eventID: `${shardId}:${record.sequenceNumber}`,
    eventName: 'aws:kinesis:record',
    invokeIdentityArn: functionArn.replace(':lambda:', ':iam:').replace(/:function:.*/, ':role/local'),
    awsRegion: region,
    eventSourceARN: streamArn,
  })),
})
