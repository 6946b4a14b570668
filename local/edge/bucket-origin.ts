// A private bucket as an origin access control sees it: objects may be read, nothing may be listed.
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Origin } from './origin.ts'

export type BucketObject = {
  body: Readable
  /** Of the whole object, whatever range of it was opened. */
  size: number
  /** With its quotes. */
  etag: string
  lastModified: Date
  contentType?: string
  contentEncoding?: string
  cacheControl?: string
  /** Without `x-amz-meta-`. */
  metadata?: Record<string, string>
}

/** Both ends belong to it. */
export type ByteRange = { start: number; end: number }

export type BucketOriginOptions = {
  bucket: string
  open: (key: string, options?: { range?: ByteRange }) => Promise<BucketObject | undefined>
  /** Does the bucket's policy let CloudFront read it? */
  readable: () => boolean
}

const xmlError = (response: ServerResponse, status: number, code: string, message: string) => {
  const requestId = randomUUID()
  const body =
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
    `<Error><Code>${code}</Code><Message>${message}</Message><RequestId>${requestId}</RequestId></Error>`
  response
    .writeHead(status, {
      'content-type': 'application/xml',
      'content-length': Buffer.byteLength(body),
      'x-amz-request-id': requestId,
    })
    .end(body)
}

const keyOf = (url = '/'): string | undefined => {
  try {
    return decodeURIComponent(url.replace(/\?.*$/s, '').slice(1))
  } catch {
    return undefined
  }
}

const bare = (etag: string) => etag.trim().replace(/^W\//, '')
const names = (header: string, etag: string) =>
  header.trim() === '*' || header.split(',').some((candidate) => bare(candidate) === bare(etag))

/** A date in a header has whole seconds. */
const isNewer = (lastModified: Date, header: string) =>
  Math.floor(lastModified.getTime() / 1_000) * 1_000 > Date.parse(header)

const isUnchanged = (headers: IncomingMessage['headers'], { etag, lastModified }: BucketObject): boolean => {
  const { 'if-none-match': match, 'if-modified-since': since } = headers
  if (match !== undefined) return names(match, etag)
  return since !== undefined && !Number.isNaN(Date.parse(since)) && !isNewer(lastModified, since)
}

const isNotWhatWasMeant = (
  headers: IncomingMessage['headers'],
  { etag, lastModified }: BucketObject,
): boolean => {
  const { 'if-match': match, 'if-unmodified-since': since } = headers
  if (match !== undefined) return !names(match, etag)
  return since !== undefined && isNewer(lastModified, since)
}

/** `null` for a range that lies outside; nothing for a header that names no single range, which is then ignored. */
const rangeOf = (headers: IncomingMessage['headers'], object: BucketObject): ByteRange | null | undefined => {
  const condition = headers['if-range']
  if (typeof condition === 'string') {
    const same = condition.includes('"')
      ? condition.trim() === object.etag
      : !isNewer(object.lastModified, condition)
    if (!same) return undefined
  }
  const { size } = object
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(headers['range']?.trim() ?? '') ?? []
  if (from === '' && to === '') return undefined
  if (from === '')
    return Number(to) > 0 && size > 0 ? { start: Math.max(0, size - Number(to)), end: size - 1 } : null
  if (to !== '' && Number(to) < Number(from)) return undefined
  return Number(from) < size
    ? { start: Number(from), end: Math.min(to ? Number(to) : size - 1, size - 1) }
    : null
}

const describe = (object: BucketObject): OutgoingHttpHeaders => ({
  etag: object.etag,
  'last-modified': object.lastModified.toUTCString(),
  'accept-ranges': 'bytes',
  server: 'AmazonS3',
  ...(object.cacheControl && { 'cache-control': object.cacheControl }),
  ...(object.contentEncoding && { 'content-encoding': object.contentEncoding }),
  ...Object.fromEntries(
    Object.entries(object.metadata ?? {}).map(([name, value]) => [`x-amz-meta-${name}`, value]),
  ),
})

const drop = ({ body }: BucketObject) => {
  body.on('error', () => {}).destroy()
}

export const createBucketOrigin = ({ open, readable }: BucketOriginOptions): Origin => {
  const denied = (response: ServerResponse) => xmlError(response, 403, 'AccessDenied', 'Access Denied')

  const answer = async (request: IncomingMessage, response: ServerResponse, key: string) => {
    const whole = await open(key)
    // Without the right to list, S3 does not tell a key that is missing from one that is forbidden.
    if (!whole) return denied(response)
    const { headers, method } = request
    const described = describe(whole)
    const range = rangeOf(headers, whole)
    if (isNotWhatWasMeant(headers, whole)) {
      drop(whole)
      return xmlError(response, 412, 'PreconditionFailed', 'At least one of the pre-conditions did not hold')
    }
    if (isUnchanged(headers, whole)) {
      drop(whole)
      return response.writeHead(304, described).end()
    }
    if (range === null) {
      drop(whole)
      response.setHeader('content-range', `bytes */${whole.size}`)
      return xmlError(response, 416, 'InvalidRange', 'The requested range is not satisfiable')
    }
    let part = whole
    if (range) {
      drop(whole)
      const opened = await open(key, { range })
      if (opened?.etag !== whole.etag) throw new Error(`The object ${key} changed while it was read`)
      part = opened
    }
    const length = range ? range.end - range.start + 1 : whole.size
    response.writeHead(range ? 206 : 200, {
      ...described,
      'content-type': whole.contentType ?? 'binary/octet-stream',
      'content-length': length,
      ...(range && { 'content-range': `bytes ${range.start}-${range.end}/${whole.size}` }),
    })
    if (method === 'HEAD') {
      drop(part)
      return response.end()
    }
    await pipeline(part.body, response)
  }

  return {
    async request(request, response) {
      request.resume()
      if (request.method !== 'GET' && request.method !== 'HEAD') return denied(response)
      const key = keyOf(request.url)
      if (key === undefined)
        return xmlError(response, 400, 'InvalidURI', 'Could not parse the specified URI.')
      if (key === '' || !readable()) return denied(response)
      try {
        await answer(request, response, key)
      } catch (error) {
        // Whoever hangs up halfway is no failure of the bucket.
        if (!response.destroyed) throw error
      }
    },
  }
}
