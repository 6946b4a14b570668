// A record as it lies in a segment file: length and checksum first, so that a torn tail is seen at once.
//
//   0 u32 bytes after the first 8 · 4 u32 CRC-32 of those · 8 u48 counter · 14 u48 arrival (ms)
//   20 u16 bytes of the partition key · 22 partition key · data
import { crc32 } from 'node:zlib'
import { KinesisError } from './kinesis-error.ts'
import { RECORD_MAX_BYTES } from './limits.ts'

const PREFIX_BYTES = 8
const HEADER_BYTES = 22
/** A partition key has at most 256 characters, of at most 4 bytes each. */
export const FRAME_MAX_BYTES = HEADER_BYTES + 1_024 + RECORD_MAX_BYTES

/** A record as readers get it: a copy, since the frame it was read from may be overwritten. */
export type StoredRecord = { counter: number; arrivedAt: number; partitionKey: string; data: Buffer }

/** A frame that waits for its place in the shard. */
export type PreparedRecord = { frame: Buffer; bytes: number }

export const prepareRecord = (partitionKey: string, data: string): PreparedRecord => {
  const keyBytes = Buffer.byteLength(partitionKey)
  const dataBytes = Buffer.byteLength(data, 'base64')
  const frame = Buffer.allocUnsafe(HEADER_BYTES + keyBytes + dataBytes)
  frame.writeUInt32LE(frame.length - PREFIX_BYTES, 0)
  frame.writeUInt16LE(keyBytes, 20)
  frame.write(partitionKey, HEADER_BYTES, 'utf8')
  // Node decodes leniently: it skips foreign characters, which shows in the length, and takes the URL alphabet.
  const written = frame.write(data, HEADER_BYTES + keyBytes, 'base64')
  if (written !== dataBytes || data.length % 4 !== 0 || data.includes('-') || data.includes('_')) {
    throw new KinesisError('SerializationException', 'Data is not valid base64')
  }
  return { frame, bytes: keyBytes + dataBytes }
}

export const sealFrame = (frame: Buffer, counter: number, arrivedAt: number): void => {
  frame.writeUIntLE(counter, 8, 6)
  frame.writeUIntLE(arrivedAt, 14, 6)
  frame.writeUInt32LE(crc32(frame.subarray(PREFIX_BYTES)), 4)
}

/** The length of the frame that begins at `start`; 0 if none can begin there; undefined if too little is in view. */
export const frameLength = (view: Buffer, start: number): number | undefined => {
  if (view.length - start < HEADER_BYTES) return undefined
  const length = view.readUInt32LE(start) + PREFIX_BYTES
  return length < HEADER_BYTES || length > FRAME_MAX_BYTES ? 0 : length
}

export const isWhole = (frame: Buffer): boolean =>
  frame.readUInt32LE(4) === crc32(frame.subarray(PREFIX_BYTES))

export const readCounter = (frame: Buffer): number => frame.readUIntLE(8, 6)

export const readArrival = (frame: Buffer): number => frame.readUIntLE(14, 6)

/** Bytes of the data and the partition key: what the limits count. */
export const readSize = (frame: Buffer): number => frame.length - HEADER_BYTES

export const readRecord = (frame: Buffer): StoredRecord => {
  const dataStart = HEADER_BYTES + frame.readUInt16LE(20)
  return {
    counter: readCounter(frame),
    arrivedAt: readArrival(frame),
    partitionKey: frame.toString('utf8', HEADER_BYTES, dataStart),
    data: Buffer.from(frame.subarray(dataStart)),
  }
}
