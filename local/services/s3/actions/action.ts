// What an action is given and what it answers.
import type { Readable } from 'node:stream'
import type { Bucket, Precondition } from '../bucket.ts'
import type { ChecksumAlgorithm } from '../checksums.ts'
import type { ObjectStore } from '../object-store.ts'
import type { Payload } from '../payload.ts'
import { S3Error } from '../s3-error.ts'

export type Call = {
  store: ObjectStore
  bucketName: string
  key: string
  query: Map<string, string>
  /** By lower-case name. */
  headers: Record<string, string>
  /** The body; `algorithm` asks for a checksum although none was sent. To be read once. */
  payload(algorithm?: ChecksumAlgorithm): Payload
  now: number
}

export type Answer = {
  status: number
  headers?: Record<string, string>
  /** Text is XML. */
  body?: string | Readable
}

export type Action = (call: Call) => Promise<Answer>

export const bucketOf = ({ store, bucketName }: Call): Bucket => store.bucket(bucketName)

export const noSuchKey = (key: string) => new S3Error('NoSuchKey', undefined, { Key: key })

export const quoted = (etag: string) => `"${etag}"`

export const isoDate = (ms: number) => new Date(ms).toISOString()

/** A number in the query, such as `max-keys`. */
export const numberIn = (query: Map<string, string>, name: string, fallback: number) => {
  const value = query.get(name)
  if (value === undefined) return fallback
  if (!/^\d{1,10}$/.test(value)) {
    throw new S3Error('InvalidArgument', `Provided ${name} not an integer`, { ArgumentName: name })
  }
  return Number(value)
}

const matches = (condition: string, etag: string) =>
  condition
    .split(',')
    .some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '').replaceAll('"', '') === etag)

const failed = (condition: string) => new S3Error('PreconditionFailed', undefined, { Condition: condition })

const seconds = (time: string | undefined) => {
  const parsed = Date.parse(time ?? '')
  return Number.isNaN(parsed) ? undefined : Math.floor(parsed / 1000)
}

/** Decides a conditional read as RFC 9110 orders it: true when the reader's copy is still good. */
export const isUnchanged = (
  headers: Record<string, string | undefined>,
  object: { etag: string; lastModified: number },
  prefix = '',
) => {
  const modified = Math.floor(object.lastModified / 1000)
  const ifMatch = headers[`${prefix}if-match`]
  const ifNoneMatch = headers[`${prefix}if-none-match`]
  const unmodifiedSince = seconds(headers[`${prefix}if-unmodified-since`])
  const modifiedSince = seconds(headers[`${prefix}if-modified-since`])
  if (ifMatch !== undefined) {
    if (!matches(ifMatch, object.etag)) throw failed('If-Match')
  } else if (unmodifiedSince !== undefined && modified > unmodifiedSince) {
    throw failed('If-Unmodified-Since')
  }
  if (ifNoneMatch !== undefined) return matches(ifNoneMatch, object.etag)
  return modifiedSince !== undefined && modified <= modifiedSince
}

/** What a conditional write demands of the object it would replace. */
export const writePrecondition = (key: string, headers: Record<string, string>): Precondition | undefined => {
  const ifMatch = headers['if-match']
  const ifNoneMatch = headers['if-none-match']
  if (ifMatch === undefined && ifNoneMatch === undefined) return undefined
  if (ifNoneMatch !== undefined && ifNoneMatch !== '*') {
    throw new S3Error('NotImplemented', undefined, { Header: 'If-None-Match' })
  }
  return (existing) => {
    if (ifNoneMatch !== undefined && existing) throw failed('If-None-Match')
    if (ifMatch === undefined) return
    if (!existing) throw noSuchKey(key)
    if (!matches(ifMatch, existing.etag)) throw failed('If-Match')
  }
}
