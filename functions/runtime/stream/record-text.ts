// The text of a record as it was delivered: as stores/record-bytes.ts packs it, or plain.
import { gunzipSync } from 'node:zlib'
import { RECORD_PACKED_MAX_BYTES } from '../../../core/limits.ts'

/** Throws when the bytes are no text, or unpack to more than we ever pack. */
export const recordText = (base64: string): string => {
  const bytes = Buffer.from(base64, 'base64')
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b
  const plain = isPacked ? gunzipSync(bytes, { maxOutputLength: RECORD_PACKED_MAX_BYTES }) : bytes
  return new TextDecoder('utf-8', { fatal: true }).decode(plain)
}
