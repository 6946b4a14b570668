// One file of a shard's log: its name tells its first counter and its age, a sparse index where to start reading.
import type { FileHandle } from 'node:fs/promises'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { floorIndex } from './floor-index.ts'
import { frameLength, isWhole, readArrival, readCounter } from './record-frame.ts'

const NAME = /^(\d{16})-(\d{13})\.log$/
/** Bytes between two marks of the index: what a reader skims at most before its first record. */
const MARK_EVERY_BYTES = 65_536
/** Bytes read from the file at once. */
const READ_BYTES = 262_144

type Mark = { counter: number; arrivedAt: number; position: number }

export type Segment = {
  path: string
  /** No record of this segment has a smaller counter, or arrived before `createdAt`. */
  firstCounter: number
  createdAt: number
  /** When its last record arrived; unknown for one that was closed before the last start. */
  lastArrival?: number
  /** Bytes that are safely on disk: nobody reads beyond. */
  size: number
  marks: Mark[]
}

export const segmentName = (firstCounter: number, createdAt: number): string =>
  `${String(firstCounter).padStart(16, '0')}-${String(createdAt).padStart(13, '0')}.log`

export const describeSegment = (directory: string, name: string, size: number): Segment | undefined => {
  const [, counter, createdAt] = NAME.exec(name) ?? []
  if (counter === undefined) return undefined
  const first = { firstCounter: Number(counter), createdAt: Number(createdAt) }
  const mark = { counter: first.firstCounter, arrivedAt: first.createdAt, position: 0 }
  return { path: join(directory, name), ...first, size, marks: [mark] }
}

/** Marks are learned as records are written or read in order, so a segment nobody reads costs no memory. */
export const markRecord = ({ marks }: Segment, mark: Mark): void => {
  const last = marks.at(-1)
  if (last === undefined || mark.position >= last.position + MARK_EVERY_BYTES) marks.push(mark)
}

/** Where to begin to read so as not to miss the record with this counter. */
export const positionOfCounter = ({ marks }: Segment, counter: number): number =>
  marks[floorIndex(marks, (mark) => mark.counter <= counter)]?.position ?? 0

/** Where to begin to read so as not to miss a record that arrived at this time or later. */
export const positionOfTime = ({ marks }: Segment, time: number): number =>
  marks[floorIndex(marks, (mark) => mark.arrivedAt < time)]?.position ?? 0

/** Visits whole frames in order until the visitor answers false; `end` is where the last one it saw ends. */
export const scanSegment = async (
  segment: Segment,
  from: number,
  visit: (frame: Buffer) => boolean,
): Promise<{ end: number; stopped: boolean }> => {
  const file = await open(segment.path, 'r')
  try {
    let position = from
    let wanted = READ_BYTES
    while (position < segment.size) {
      const asked = Math.min(wanted, segment.size - position)
      const view = await readView(file, position, asked)
      const walk = walkFrames(segment, view, position, visit)
      const reachedEnd = view.length < asked || position + asked >= segment.size
      position += walk.bytes
      if (walk.outcome !== 'ran-out') return { end: position, stopped: walk.outcome === 'stopped' }
      if (walk.bytes === 0 && reachedEnd) break
      wanted = Math.max(READ_BYTES, walk.needed)
    }
    return { end: position, stopped: false }
  } finally {
    await file.close()
  }
}

type Walk = { bytes: number; outcome: 'ran-out' | 'damaged' | 'stopped'; needed: number }

const walkFrames = (
  segment: Segment,
  view: Buffer,
  position: number,
  visit: (frame: Buffer) => boolean,
): Walk => {
  let bytes = 0
  for (;;) {
    const length = frameLength(view, bytes)
    if (length === undefined || bytes + length > view.length) {
      return { bytes, outcome: 'ran-out', needed: length ?? 0 }
    }
    const frame = view.subarray(bytes, bytes + length)
    if (length === 0 || !isWhole(frame)) return { bytes, outcome: 'damaged', needed: 0 }
    markRecord(segment, {
      counter: readCounter(frame),
      arrivedAt: readArrival(frame),
      position: position + bytes,
    })
    bytes += length
    if (!visit(frame)) return { bytes, outcome: 'stopped', needed: 0 }
  }
}

const readView = async (file: FileHandle, position: number, length: number): Promise<Buffer> => {
  const buffer = Buffer.allocUnsafe(length)
  const { bytesRead } = await file.read(buffer, 0, length, position)
  return buffer.subarray(0, bytesRead)
}
