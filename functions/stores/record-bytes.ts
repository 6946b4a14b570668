// A record of the stream as bytes: JSON, under gzip unless it is large, since every consumer pays for reading every byte.
import { gunzipSync, gzipSync } from 'node:zlib'
import { RECORD_PACKED_MAX_BYTES } from '../../core/limits.ts'

/** The quickest: a higher one saves a fifteenth of the bytes and costs twice the time. */
const LEVEL = 1

export const packRecord = (json: Buffer): Buffer =>
  json.length > RECORD_PACKED_MAX_BYTES ? json : gzipSync(json, { level: LEVEL })

/** Plain ones, too. Throws when it is no text; consumers read by runtime/stream/record-text.ts. */
export const textOfRecord = (bytes: Uint8Array): string =>
  new TextDecoder('utf-8', { fatal: true }).decode(isPacked(bytes) ? gunzipSync(bytes) : bytes)

/** For whoever looks at what may be damaged: what is no text is shown as far as it goes. */
export const legible = (bytes: Uint8Array): string => {
  try {
    return textOfRecord(bytes)
  } catch {
    return new TextDecoder().decode(bytes)
  }
}

const isPacked = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b
