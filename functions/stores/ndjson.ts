// NDJSON under gzip: how batches and events lie in S3.
import { gunzipSync, gzipSync } from 'node:zlib'

export const NDJSON_GZIP = { ContentType: 'application/x-ndjson', ContentEncoding: 'gzip' }

export const packLines = (rows: unknown[]): Buffer =>
  gzipSync(rows.map((row) => `${JSON.stringify(row)}\n`).join(''))

/** Lines that are JSON already. */
export const packText = (lines: string[]): Buffer => gzipSync(lines.map((line) => `${line}\n`).join(''))

/**
 * For readers other than JavaScript: half a surrogate pair, which it writes as an escape, is an error to them.
 * A backslash before the escape is text of its own, unless it is escaped too.
 */
export const packRows = (rows: unknown[]): Buffer =>
  gzipSync(rows.map((row) => `${withoutHalfPairs(JSON.stringify(row))}\n`).join(''))

/** Nearly no row has an escape like that, and to look for its first letters costs next to nothing. */
const withoutHalfPairs = (json: string): string =>
  json.includes('\\ud') ? json.replace(HALF_PAIR, '$1\\ufffd') : json

const HALF_PAIR = /(?<!\\)((?:\\\\)*)\\ud[89a-f][0-9a-f]{2}/gi

export const unpackLines = (bytes: Uint8Array): unknown[] =>
  gunzipSync(bytes)
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))

/** The records that an object was made from; a redelivery of the same ones overwrites it. */
export type RecordRange = { shardId: string; first: string; last: string }

export const rangeName = ({ shardId, first, last }: RecordRange): string =>
  `${shardId}-${first}-${last}.ndjson.gz`
