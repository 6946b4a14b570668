// A file that holds an object whole: its bytes, then its record, then a mark that the end was reached.
import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { isMissing, writeNewFile } from './durable.ts'
import type { ObjectRecord } from './object-record.ts'

const MARK = Buffer.from('playhead')
const TAIL_LENGTH = 4 + MARK.length
// One read of the end of the file finds nearly every record.
const GUESS_LENGTH = 2048

export type Bytes = AsyncIterable<Uint8Array> | Iterable<Uint8Array>
export type ByteRange = { start: number; end: number }

const writeAll = async (file: FileHandle, bytes: Uint8Array) => {
  for (let written = 0; written < bytes.length; ) {
    written += (await file.write(bytes, written, bytes.length - written)).bytesWritten
  }
}

/** `finish` is asked for the record when all bytes are written; if it throws, there is no file. */
export const writeSealed = <R extends ObjectRecord>(path: string, body: Bytes, finish: () => R): Promise<R> =>
  writeNewFile(path, async (file) => {
    for await (const chunk of body) await writeAll(file, chunk)
    const record = finish()
    const json = Buffer.from(JSON.stringify(record))
    const length = Buffer.alloc(4)
    length.writeUInt32BE(json.length)
    await writeAll(file, Buffer.concat([json, length, MARK]))
    return record
  })

const readAt = async (file: FileHandle, start: number, end: number) => {
  const buffer = Buffer.alloc(end - start)
  for (let filled = 0; filled < buffer.length; ) {
    const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, start + filled)
    if (bytesRead === 0) throw new Error('An object file ends before its record')
    filled += bytesRead
  }
  return buffer
}

const recordOf = async (file: FileHandle): Promise<ObjectRecord> => {
  const { size } = await file.stat()
  const guess = await readAt(file, Math.max(0, size - GUESS_LENGTH), size)
  if (guess.length < TAIL_LENGTH || !guess.subarray(-MARK.length).equals(MARK)) {
    throw new Error('An object file does not end with its mark')
  }
  const jsonLength = guess.readUInt32BE(guess.length - TAIL_LENGTH)
  const end = size - TAIL_LENGTH
  const json =
    jsonLength + TAIL_LENGTH <= guess.length
      ? guess.subarray(guess.length - TAIL_LENGTH - jsonLength, guess.length - TAIL_LENGTH)
      : await readAt(file, end - jsonLength, end)
  return JSON.parse(json.toString())
}

const openFile = async (path: string) => {
  try {
    return await open(path, 'r')
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

export const readRecord = async (path: string): Promise<ObjectRecord | undefined> => {
  const file = await openFile(path)
  if (!file) return undefined
  try {
    return await recordOf(file)
  } finally {
    await file.close()
  }
}

/** An object as it was when it was opened, whatever is written under its key meanwhile. */
export type SealedFile = {
  record: ObjectRecord
  /** Its bytes, or those from `start` to `end` inclusive. Reading to the end, or destroying it, closes the file. */
  stream(range?: ByteRange): Readable
  /** For whoever does not take the stream. */
  close(): Promise<void>
}

export const openSealed = async (path: string): Promise<SealedFile | undefined> => {
  const file = await openFile(path)
  if (!file) return undefined
  try {
    const record = await recordOf(file)
    const stream = ({ start, end } = { start: 0, end: record.size - 1 }) => {
      if (end >= start) return createReadStream('', { fd: file, start, end })
      const nothing = Readable.from([])
      nothing.once('close', () => void file.close())
      return nothing
    }
    return { record, stream, close: () => file.close() }
  } catch (error) {
    await file.close()
    throw error
  }
}
