// NDJSON under gzip: how batches and events lie in S3.
import { gunzipSync, gzipSync } from 'node:zlib'

export const NDJSON_GZIP = { ContentType: 'application/x-ndjson', ContentEncoding: 'gzip' }

export const packLines = (rows: unknown[]): Buffer =>
  gzipSync(rows.map((row) => `${JSON.stringify(row)}\n`).join(''))

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
