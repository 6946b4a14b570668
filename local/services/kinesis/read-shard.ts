// Reading a shard: from the tail in memory if it reaches back far enough, else from the segment files.
import { floorIndex } from './floor-index.ts'
import { readArrival, readCounter, readRecord, readSize, type StoredRecord } from './record-frame.ts'
import type { RecordTail } from './record-tail.ts'
import { positionOfCounter, positionOfTime, type Segment, scanSegment } from './segment.ts'
import type { SegmentChain } from './segment-chain.ts'

export type ReadableShard = {
  chain: SegmentChain
  tail: RecordTail
  /** The counter after the last record that is on disk. */
  durable: number
}

export type PageLimits = { records: number; bytes: number }

/** `next` is the counter to go on from; `behindMs` how old the last record is if there are more, else 0. */
export type Page = { records: StoredRecord[]; next: number; behindMs: number }

export const readPage = async (
  shard: ReadableShard,
  from: number,
  limits: PageLimits,
  keptSince: number,
  now: number,
): Promise<Page> => {
  const end = shard.durable
  const records: StoredRecord[] = []
  let next = from
  let bytes = 0
  let lastArrival = now
  /** Takes a record if it still fits; the first always does, or a reader would stand still for ever. */
  const take = (frame: Buffer): boolean => {
    const size = readSize(frame)
    const fits = records.length < limits.records && bytes + size <= limits.bytes
    if (!fits && records.length > 0) return false
    next = readCounter(frame) + 1
    lastArrival = readArrival(frame)
    if (lastArrival < keptSince) return true
    bytes += size
    records.push(readRecord(frame))
    return true
  }

  if (from < end && !shard.tail.visit(from, take)) {
    await readSegments(shard.chain, from, (frame) => readCounter(frame) < from || take(frame))
  }
  return { records, next, behindMs: next < end ? Math.max(0, now - lastArrival) : 0 }
}

/** The counter of the first record that arrived at this time or later. */
export const seekTime = async (shard: ReadableShard, time: number): Promise<number> => {
  let found = shard.durable
  const { segments } = shard.chain
  const from = Math.max(
    0,
    floorIndex(segments, ({ createdAt }) => createdAt < time),
  )
  await eachSegment(segments.slice(from), (segment) =>
    scanSegment(segment, positionOfTime(segment, time), (frame) => {
      if (readArrival(frame) < time) return true
      found = readCounter(frame)
      return false
    }),
  )
  return found
}

const readSegments = async (
  { segments }: SegmentChain,
  from: number,
  visit: (frame: Buffer) => boolean,
): Promise<void> => {
  const first = Math.max(
    0,
    floorIndex(segments, ({ firstCounter }) => firstCounter <= from),
  )
  await eachSegment(segments.slice(first), (segment) =>
    scanSegment(segment, positionOfCounter(segment, from), visit),
  )
}

const eachSegment = async (
  segments: Segment[],
  scan: (segment: Segment) => Promise<{ end: number; stopped: boolean }>,
): Promise<void> => {
  for (const segment of segments) {
    const { size } = segment
    const { end, stopped } = await scan(segment).catch((error: NodeJS.ErrnoException) => {
      // Trimmed while we were on our way to it: its records are gone, those of the next segment are not.
      if (error.code === 'ENOENT') return { end: size, stopped: false }
      throw error
    })
    if (stopped) return
    if (end < size) throw new Error(`${segment.path} is damaged at byte ${end}`)
  }
}
