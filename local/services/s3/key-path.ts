// Maps object keys to file names that every file system keeps apart, and back.
import { createHash } from 'node:crypto'

/** Ends the name of an object's file, so that `a` and `a/b` can both exist. Never part of an encoded segment. */
const OBJECT_MARK = '@'
const EMPTY_SEGMENT = '~'

// File names end at 255 bytes, and macOS ends a whole path at 1,024: longer ones are named by their hash.
const MAX_NAME_LENGTH = 200
const MAX_PATH_LENGTH = 480

// Windows gives these names to devices, whatever extension follows.
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/

const escapeByte = (byte: number) => `%${byte.toString(16).padStart(2, '0')}`

const isPlain = (byte: number) =>
  (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x30 && byte <= 0x39) || byte === 0x2d || byte === 0x5f

/** Upper case is escaped too, because many file systems do not tell it from lower case. */
export const encodeSegment = (segment: string) => {
  if (segment === '') return EMPTY_SEGMENT
  const bytes = Buffer.from(segment)
  let encoded = ''
  for (const [index, byte] of bytes.entries()) {
    // A dot at either end would hide the file, climb out of the folder, or be dropped by Windows.
    const innerDot = byte === 0x2e && index > 0 && index < bytes.length - 1
    encoded += isPlain(byte) || innerDot ? String.fromCharCode(byte) : escapeByte(byte)
  }
  return DEVICE.test(encoded) ? escapeByte(encoded.charCodeAt(0)) + encoded.slice(1) : encoded
}

export const decodeSegment = (encoded: string): string | undefined => {
  if (encoded === EMPTY_SEGMENT) return ''
  try {
    return decodeURIComponent(encoded)
  } catch {
    return undefined
  }
}

export type KeyPlace =
  | { kind: 'tree'; folders: string[]; file: string }
  /** Too long for the tree: a file named by its hash, whose record tells the key. */
  | { kind: 'long'; file: string }

const fits = (folders: string[], file: string) =>
  [...folders, file].every((name) => name.length <= MAX_NAME_LENGTH) &&
  folders.join('/').length + file.length < MAX_PATH_LENGTH

export const placeOf = (key: string): KeyPlace => {
  const segments = key.split('/').map(encodeSegment)
  const file = `${segments.pop()}${OBJECT_MARK}`
  if (fits(segments, file)) return { kind: 'tree', folders: segments, file }
  return { kind: 'long', file: `${createHash('sha256').update(key).digest('hex')}${OBJECT_MARK}` }
}

/** The folders that hold every key of the tree starting with this prefix, or nothing when none can. */
export const foldersOf = (prefix: string): string[] | undefined => {
  const folders = prefix.split('/').slice(0, -1).map(encodeSegment)
  return fits(folders, OBJECT_MARK) ? folders : undefined
}

/** The last segment of a key from the name of its file; nothing for files that are no objects. */
export const segmentOfFile = (name: string) =>
  name.endsWith(OBJECT_MARK) ? decodeSegment(name.slice(0, -OBJECT_MARK.length)) : undefined

const isSurrogate = (unit: number) => unit >= 0xd800 && unit <= 0xdfff

/** S3 lists by the bytes of UTF-8, where what JavaScript stores as surrogates comes last. */
export const compareKeys = (a: string, b: string) => {
  const length = Math.min(a.length, b.length)
  for (let index = 0; index < length; index++) {
    const left = a.charCodeAt(index)
    const right = b.charCodeAt(index)
    if (left === right) continue
    const highLeft = isSurrogate(left)
    return highLeft === isSurrogate(right) ? left - right : highLeft ? 1 : -1
  }
  return a.length - b.length
}
