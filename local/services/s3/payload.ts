// The body of a request as its sender meant it: decoded, counted, and refused if a checksum is wrong.
import { createHash } from 'node:crypto'
import {
  CHECKSUM_ALGORITHMS,
  CHECKSUM_BYTES,
  type ChecksumAlgorithm,
  checksumHeader,
  runningChecksum,
} from './checksums.ts'
import { decodeChunked } from './chunked-body.ts'
import type { Checksum } from './object-record.ts'
import { S3Error } from './s3-error.ts'
import type { Bytes } from './sealed-file.ts'
import type { SignatureChain } from './signature.ts'

type Headers = Record<string, string | undefined>

/** Known when the chunks are read to their end. */
export type Summary = { size: number; md5: Buffer; checksum: Checksum | undefined }

export type Payload = {
  /** Throws at its end if what came is not what was announced. */
  chunks: AsyncIterable<Uint8Array>
  summary(): Summary
}

// S3 takes up to 5 GiB in one request, and 50 TB as one object.
const MAX_PUT_BYTES = 5 * 1024 ** 3
const MAX_OBJECT_BYTES = 50 * 1024 ** 4

const announcedChecksum = (headers: Headers) =>
  CHECKSUM_ALGORITHMS.find(
    (algorithm) =>
      headers[checksumHeader(algorithm)] !== undefined ||
      headers['x-amz-trailer']?.toLowerCase() === checksumHeader(algorithm),
  )

const digestBytes = (name: string, value: string, length: number) => {
  const bytes = Buffer.from(value, 'base64')
  if (bytes.length !== length || bytes.toString('base64') !== value) {
    throw new S3Error('InvalidDigest', `Value for ${name} header is invalid.`)
  }
  return bytes
}

const checkDigest = (name: string, value: string | undefined, actual: Buffer) => {
  if (value === undefined || digestBytes(name, value, actual.length).equals(actual)) return
  throw new S3Error('BadDigest', `The ${name} you specified did not match what we received.`)
}

type CheckOptions = {
  sha256?: string
  size?: number
  /** May fill while the bytes pass. */
  trailers?: Map<string, string>
  /** A checksum to compute although none was sent. */
  algorithm?: ChecksumAlgorithm
  /** The bytes were stored before, in parts. */
  isWhole?: boolean
}

/** Counts and checks bytes that are already decoded. */
export const checkedPayload = (bytes: Bytes, headers: Headers, options: CheckOptions = {}): Payload => {
  const limit = options.isWhole ? MAX_OBJECT_BYTES : MAX_PUT_BYTES
  const announced = announcedChecksum(headers)
  const algorithm = announced ?? options.algorithm
  const md5 = createHash('md5')
  const sha256 = options.sha256 === undefined ? undefined : createHash('sha256')
  const running = algorithm && runningChecksum(algorithm)
  let summary: Summary | undefined

  const finish = (size: number) => {
    if (options.size !== undefined && size !== options.size) throw new S3Error('IncompleteBody')
    if (sha256 && sha256.digest('hex') !== options.sha256) throw new S3Error('XAmzContentSHA256Mismatch')
    const digest = md5.digest()
    checkDigest('Content-MD5', headers['content-md5'], digest)
    const sum = running?.digest()
    if (sum && announced) {
      const name = checksumHeader(announced)
      const value = headers[name] ?? options.trailers?.get(name)
      if (value === undefined) throw new S3Error('MalformedTrailerError')
      checkDigest(name, value, sum)
    }
    const checksum =
      sum && algorithm
        ? { algorithm, value: sum.toString('base64'), type: 'FULL_OBJECT' as const }
        : undefined
    summary = { size, md5: digest, checksum }
  }

  async function* chunks() {
    let size = 0
    for await (const chunk of bytes) {
      size += chunk.length
      if (size > limit) throw new S3Error('EntityTooLarge')
      md5.update(chunk)
      sha256?.update(chunk)
      running?.update(chunk)
      yield chunk
    }
    finish(size)
  }

  return {
    chunks: chunks(),
    summary: () => {
      if (!summary) throw new Error('The payload has not been read to its end')
      return summary
    },
  }
}

const declaredSize = (headers: Headers, name: string) => {
  const value = headers[name]
  if (value === undefined) return undefined
  if (!/^\d+$/.test(value)) throw new S3Error('InvalidArgument', `${name} is not a number`)
  return Number(value)
}

const STREAMING = new Set([
  'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
])

export const requestPayload = (
  source: Bytes,
  headers: Headers,
  chain: SignatureChain,
  algorithm?: ChecksumAlgorithm,
): Payload => {
  const kind = headers['x-amz-content-sha256'] ?? 'UNSIGNED-PAYLOAD'
  const chunked = STREAMING.has(kind)
  const size = declaredSize(headers, chunked ? 'x-amz-decoded-content-length' : 'content-length')
  if (size === undefined && headers['transfer-encoding'] !== undefined)
    throw new S3Error('MissingContentLength')
  if (size !== undefined && size > MAX_PUT_BYTES) throw new S3Error('EntityTooLarge')
  for (const algorithm of CHECKSUM_ALGORITHMS) {
    const name = checksumHeader(algorithm)
    if (headers[name] !== undefined) digestBytes(name, headers[name], CHECKSUM_BYTES[algorithm])
  }
  const options = { ...(size !== undefined && { size }), ...(algorithm && { algorithm }) }
  if (chunked) {
    const trailers = new Map<string, string>()
    const signed = kind.startsWith('STREAMING-AWS4')
    const body = {
      source,
      chain: signed ? chain : undefined,
      trailers,
      expectsTrailers: kind.endsWith('TRAILER'),
    }
    return checkedPayload(decodeChunked(body), headers, { ...options, trailers })
  }
  if (kind === 'UNSIGNED-PAYLOAD') return checkedPayload(source, headers, options)
  if (!/^[0-9a-f]{64}$/.test(kind)) {
    throw new S3Error('InvalidArgument', 'x-amz-content-sha256 must be a hash or name a kind of payload')
  }
  return checkedPayload(source, headers, { ...options, sha256: kind })
}

/** A small body as text, such as an XML document. */
export const payloadText = async (payload: Payload, limit = 2 * 1024 * 1024) => {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of payload.chunks) {
    size += chunk.length
    if (size > limit) throw new S3Error('EntityTooLarge')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}
