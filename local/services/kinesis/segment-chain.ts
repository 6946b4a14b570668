// The segment files of one shard in order: opened, cut where a write was torn, rolled, and dropped when old.
import { type FileHandle, mkdir, open, readdir, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { readArrival, readCounter } from './record-frame.ts'
import { describeSegment, type Segment, scanSegment, segmentName } from './segment.ts'
import { syncDirectory } from './write-durably.ts'

export type SegmentChain = {
  /** Oldest first; the last one is being written. */
  segments: Segment[]
  active: { segment: Segment; file: FileHandle }
}

/** Where the log goes on. */
export type OpenedChain = { chain: SegmentChain; nextCounter: number; lastArrival: number }

export const openChain = async (directory: string, now: number): Promise<OpenedChain> => {
  await mkdir(directory, { recursive: true })
  const segments: Segment[] = []
  for (const name of (await readdir(directory)).sort()) {
    const segment = describeSegment(directory, name, (await stat(join(directory, name))).size)
    if (segment !== undefined) segments.push(segment)
  }
  const last = segments.at(-1)
  if (last === undefined) {
    const chain = { segments, active: await createSegment(directory, 1, now) }
    segments.push(chain.active.segment)
    return { chain, nextCounter: 1, lastArrival: now }
  }
  return recover(last, segments)
}

/** Only the last segment can be torn: it is synced whole before another one is begun. */
const recover = async (segment: Segment, segments: Segment[]): Promise<OpenedChain> => {
  let nextCounter = segment.firstCounter
  let lastArrival = segment.createdAt
  let end = 0
  await scanSegment(segment, 0, (frame) => {
    // A whole record out of order is left from a write that failed.
    if (readCounter(frame) < nextCounter) return false
    nextCounter = readCounter(frame) + 1
    lastArrival = readArrival(frame)
    end += frame.length
    return true
  })
  const file = await open(segment.path, 'r+')
  if (end < segment.size) await file.truncate(end)
  // What a killed writer left in the system's cache is served from now on, so it has to be on disk first.
  await file.sync()
  segment.size = end
  segment.marks = segment.marks.filter(({ position }) => position === 0 || position < end)
  segment.lastArrival = lastArrival
  return { chain: { segments, active: { segment, file } }, nextCounter, lastArrival }
}

export const rollChain = async (chain: SegmentChain, directory: string, counter: number, at: number) => {
  const next = await createSegment(directory, counter, at)
  await chain.active.file.close()
  chain.segments.push(next.segment)
  chain.active = next
}

const createSegment = async (directory: string, firstCounter: number, createdAt: number) => {
  const name = segmentName(firstCounter, createdAt)
  const file = await open(join(directory, name), 'wx+')
  await syncDirectory(directory)
  const segment = describeSegment(directory, name, 0)
  if (segment === undefined) throw new Error(`no segment can be called ${name}`)
  return { segment, file }
}

/** Drops the oldest segments while all that they hold is too old, or the shard too large. */
export const trimChain = async (chain: SegmentChain, keptSince: number, maxBytes: number): Promise<void> => {
  let bytes = chain.segments.reduce((sum, segment) => sum + segment.size, 0)
  for (;;) {
    const [oldest, next] = chain.segments
    if (oldest === undefined || next === undefined) return
    if ((oldest.lastArrival ?? next.createdAt) >= keptSince && bytes <= maxBytes) return
    chain.segments.shift()
    bytes -= oldest.size
    await unlink(oldest.path)
  }
}
