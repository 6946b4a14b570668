// Lists keys in order, a page at a time, folding those below a delimiter into their common prefix.
import type { Bucket } from '../bucket.ts'
import { compareKeys } from '../key-path.ts'
import type { FoundKey, KeyCursor } from '../list-keys.ts'
import type { ObjectRecord } from '../object-record.ts'
import { S3Error } from '../s3-error.ts'
import { readRecord } from '../sealed-file.ts'
import { awsEncode } from '../signing-key.ts'
import { document, element } from '../xml.ts'
import { type Action, bucketOf, isoDate, numberIn, quoted } from './action.ts'

const MAX_KEYS = 1000 // a page of S3
const READS_AT_ONCE = 32

type Listed = { prefix: string } | FoundKey

type Page = { listed: Listed[]; next: string | undefined }

const nameOf = (one: Listed) => ('prefix' in one ? one.prefix : one.key)

const isListType = (query: Map<string, string>) => query.get('list-type') === '2'

const commonPrefix = (key: string, prefix: string, delimiter: string) => {
  const at = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length)
  return at < 0 ? undefined : key.slice(0, at + delimiter.length)
}

const readPage = async (
  bucket: Bucket,
  cursor: KeyCursor,
  delimiter: string,
  limit: number,
): Promise<Page> => {
  const listed: Listed[] = []
  for await (const found of bucket.keys(cursor)) {
    if (listed.length === limit) return { listed, next: nameOf(listed.at(-1) ?? found) }
    const prefix = commonPrefix(found.key, cursor.prefix, delimiter)
    if (prefix !== undefined) cursor.passed = prefix
    listed.push(prefix === undefined ? found : { prefix })
  }
  return { listed, next: undefined }
}

const readRecords = async (found: FoundKey[]) => {
  const records: ObjectRecord[] = []
  for (let start = 0; start < found.length; start += READS_AT_ONCE) {
    const some = await Promise.all(
      found.slice(start, start + READS_AT_ONCE).map(({ path }) => readRecord(path)),
    )
    // Deleted since it was listed.
    records.push(...some.filter((record) => record !== undefined))
  }
  return records
}

const encodeToken = (key: string) => Buffer.from(key).toString('base64url')

const decodeToken = (token: string | undefined) => {
  if (token === undefined) return undefined
  const key = Buffer.from(token, 'base64url').toString()
  if (token === '' || encodeToken(key) !== token) {
    throw new S3Error('InvalidArgument', 'The continuation token provided is incorrect')
  }
  return key
}

const nameEncoder = (encoding: string | undefined) => {
  if (encoding === undefined) return (name: string) => name
  if (encoding !== 'url') throw new S3Error('InvalidArgument', 'Invalid Encoding Method specified in Request')
  return (name: string) => name.split('/').map(awsEncode).join('/').replaceAll('%20', '+')
}

export const listObjects: Action = async (call) => {
  const { query } = call
  if (!isListType(query)) throw new S3Error('NotImplemented', 'Only version 2 of ListObjects is implemented')
  const bucket = bucketOf(call)
  const encode = nameEncoder(query.get('encoding-type'))
  const limit = Math.min(MAX_KEYS, numberIn(query, 'max-keys', MAX_KEYS))
  const prefix = query.get('prefix') ?? ''
  const delimiter = query.get('delimiter') ?? ''
  const token = query.get('continuation-token')
  const startAfter = query.get('start-after')
  const reached = decodeToken(token)
  const cursor: KeyCursor = { prefix, after: reached ?? startAfter ?? '' }
  // A page that ended with a common prefix goes on behind everything below it.
  if (reached !== undefined && commonPrefix(reached, prefix, delimiter) === reached) cursor.passed = reached
  const page: Page =
    limit === 0 ? { listed: [], next: undefined } : await readPage(bucket, cursor, delimiter, limit)
  const records = await readRecords(page.listed.filter((one) => 'key' in one))
  const prefixes = page.listed.filter((one) => 'prefix' in one)
  return {
    status: 200,
    body: document(
      'ListBucketResult',
      element('Name', bucket.name),
      element('Prefix', encode(prefix)),
      element('Delimiter', delimiter === '' ? undefined : encode(delimiter)),
      element('StartAfter', startAfter === undefined ? undefined : encode(startAfter)),
      element('EncodingType', query.get('encoding-type')),
      element('MaxKeys', limit),
      element('KeyCount', records.length + prefixes.length),
      element('IsTruncated', page.next !== undefined),
      element('ContinuationToken', token),
      element('NextContinuationToken', page.next === undefined ? undefined : encodeToken(page.next)),
      records
        .sort((a, b) => compareKeys(a.key, b.key))
        .map((record) =>
          element(
            'Contents',
            element('Key', encode(record.key)),
            element('LastModified', isoDate(record.lastModified)),
            element('ETag', quoted(record.etag)),
            record.checksum && [
              element('ChecksumAlgorithm', record.checksum.algorithm),
              element('ChecksumType', record.checksum.type),
            ],
            element('Size', record.size),
            element('StorageClass', 'STANDARD'),
          ),
        ),
      prefixes.map((one) => element('CommonPrefixes', element('Prefix', encode(one.prefix)))),
    ),
  }
}
