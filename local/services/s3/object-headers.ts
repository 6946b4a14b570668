// The headers of an object: those a writer sends to be kept, and those a reader gets.
import { checksumHeader } from './checksums.ts'
import type { ObjectFacts, ObjectRecord } from './object-record.ts'
import { S3Error } from './s3-error.ts'
import { parseTagHeader } from './tags.ts'

const MAX_METADATA_BYTES = 2048 // what S3 allows for all names and values together
const METADATA_PREFIX = 'x-amz-meta-'

const KEPT = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
]

/** The stream's own encoding is no property of the object. */
const withoutChunking = (encoding: string | undefined) =>
  encoding
    ?.split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '' && one !== 'aws-chunked')
    .join(',')

const metadataOf = (headers: Record<string, string>) => {
  const metadata: Record<string, string> = {}
  let bytes = 0
  for (const [name, value] of Object.entries(headers)) {
    if (!name.startsWith(METADATA_PREFIX)) continue
    const short = name.slice(METADATA_PREFIX.length)
    metadata[short] = value
    bytes += Buffer.byteLength(short) + Buffer.byteLength(value)
  }
  if (bytes > MAX_METADATA_BYTES) {
    throw new S3Error('MetadataTooLarge', undefined, {
      Size: String(bytes),
      MaxSizeAllowed: String(MAX_METADATA_BYTES),
    })
  }
  return metadata
}

export const readFacts = (headers: Record<string, string>): ObjectFacts => {
  const kept: Record<string, string> = { 'content-type': 'binary/octet-stream' }
  for (const name of KEPT) {
    const value = name === 'content-encoding' ? withoutChunking(headers[name]) : headers[name]
    if (value) kept[name] = value
  }
  return {
    headers: kept,
    metadata: metadataOf(headers),
    tags: parseTagHeader(headers['x-amz-tagging'] ?? ''),
  }
}

export const checksumHeaders = ({ checksum }: Pick<ObjectRecord, 'checksum'>): Record<string, string> =>
  checksum
    ? { [checksumHeader(checksum.algorithm)]: checksum.value, 'x-amz-checksum-type': checksum.type }
    : {}

/** What a GET or HEAD of the object answers, but for its length. */
export const objectHeaders = (record: ObjectRecord): Record<string, string> => ({
  ...record.headers,
  ...Object.fromEntries(
    Object.entries(record.metadata).map(([name, value]) => [`${METADATA_PREFIX}${name}`, value]),
  ),
  ...(record.tags.length > 0 && { 'x-amz-tagging-count': String(record.tags.length) }),
  'accept-ranges': 'bytes',
  etag: `"${record.etag}"`,
  'last-modified': new Date(record.lastModified).toUTCString(),
  'x-amz-server-side-encryption': 'AES256',
})
