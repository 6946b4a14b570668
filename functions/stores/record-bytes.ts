// A record of the stream as bytes, for those who write one and those who look at one later.
import { gunzipSync, gzipSync } from 'node:zlib'
import { isPacked } from '../../core/ingest/packed-record.ts'
import { STREAM_RECORD_MAX_BYTES } from '../../core/limits.ts'

/** For JSON that would fit a record as it is: then consumers need no more memory than the number of records says. */
export const packRecord = (json: Uint8Array): Buffer => gzipSync(json)

/** `data` is base64, as a record is delivered and kept. Throws for what is damaged or not UTF-8. */
export const textOfRecord = (data: string): string => {
  const bytes = Buffer.from(data, 'base64')
  const text = isPacked(bytes) ? gunzipSync(bytes, { maxOutputLength: STREAM_RECORD_MAX_BYTES }) : bytes
  return new TextDecoder('utf-8', { fatal: true }).decode(text)
}
