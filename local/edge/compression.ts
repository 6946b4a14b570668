// Compresses what a behaviour lets CloudFront compress, and remembers the result while the etag stays the same.
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Behavior } from './behaviors.ts'
import { addToVary, discard, type EdgeRequest, type EdgeResponse, first } from './edge-message.ts'
import { accepts } from './origin-request.ts'

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/ServingCompressedFiles.html
const MIN_BYTES = 1_000
const MAX_BYTES = 10_000_000
const STATUSES = new Set([200, 403, 404])
const TYPES = new Set([
  'application/dash+xml',
  'application/eot',
  'application/font',
  'application/font-sfnt',
  'application/javascript',
  'application/json',
  'application/opentype',
  'application/otf',
  'application/pdf',
  'application/pkcs7-mime',
  'application/protobuf',
  'application/rss+xml',
  'application/truetype',
  'application/ttf',
  'application/vnd.apple.mpegurl',
  'application/vnd.mapbox-vector-tile',
  'application/vnd.ms-fontobject',
  'application/wasm',
  'application/xhtml+xml',
  'application/xml',
  'application/x-font-opentype',
  'application/x-font-truetype',
  'application/x-font-ttf',
  'application/x-httpd-cgi',
  'application/x-javascript',
  'application/x-mpegurl',
  'application/x-opentype',
  'application/x-otf',
  'application/x-perl',
  'application/x-ttf',
  'font/eot',
  'font/opentype',
  'font/otf',
  'font/ttf',
  'image/svg+xml',
  'text/css',
  'text/csv',
  'text/html',
  'text/javascript',
  'text/js',
  'text/plain',
  'text/richtext',
  'text/tab-separated-values',
  'text/xml',
  'text/x-component',
  'text/x-java-source',
  'text/x-script',
  'vnd.apple.mpegurl',
])

const CACHE_MAX_BYTES = 33_554_432 // 32 MiB: several builds of a dashboard
const BROTLI_QUALITY = 5 // as small as gzip's best, and quick enough for a first load

const runGzip = promisify(gzip)
const runBrotli = promisify(brotliCompress)

const compress = (body: Buffer, encoding: 'br' | 'gzip'): Promise<Buffer> =>
  encoding === 'gzip'
    ? runGzip(body)
    : runBrotli(body, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } })

const bytesOf = async (body: NonNullable<EdgeResponse['body']>): Promise<Buffer> => {
  if (Buffer.isBuffer(body)) return body
  const chunks: Buffer[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks)
}

const suitable = ({ status, headers, body }: EdgeResponse): boolean => {
  const size = Number(first(headers, 'content-length') ?? Number.NaN)
  const type = first(headers, 'content-type')?.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  return (
    body !== undefined &&
    STATUSES.has(status) &&
    size >= MIN_BYTES &&
    size <= MAX_BYTES &&
    !headers['content-encoding'] &&
    TYPES.has(type)
  )
}

/** The oldest go first when it is full. */
const createCache = (maxBytes: number) => {
  const entries = new Map<string, Buffer>()
  let size = 0
  return {
    get: (key: string) => entries.get(key),
    set(key: string, body: Buffer) {
      if (entries.has(key)) return
      entries.set(key, body)
      size += body.length
      for (const [oldest, { length }] of entries) {
        if (size <= maxBytes) return
        entries.delete(oldest)
        size -= length
      }
    },
  }
}

export type Compressor = (
  behavior: Behavior,
  request: EdgeRequest,
  response: EdgeResponse,
) => Promise<EdgeResponse>

export const createCompressor = (maxBytes = CACHE_MAX_BYTES): Compressor => {
  const cache = createCache(maxBytes)
  return async (behavior, request, response) => {
    if (!behavior.compress || request.method !== 'GET' || !response.body || !suitable(response))
      return response
    const asked = request.headers['accept-encoding']?.join(', ')
    const encoding = behavior.cachePolicy.encodings.find((candidate) => accepts(asked, candidate))
    const headers = { ...response.headers }
    if (behavior.cachePolicy.encodings.length > 0) addToVary(headers, 'Accept-Encoding')
    if (!encoding) return { ...response, headers }
    const etag = first(headers, 'etag')
    const key = JSON.stringify([behavior.origin.id, request.uri, request.query, etag, encoding])
    let body = etag ? cache.get(key) : undefined
    if (body) discard(response)
    else {
      body = await compress(await bytesOf(response.body), encoding)
      if (etag) cache.set(key, body)
    }
    headers['content-encoding'] = [encoding]
    headers['content-length'] = [String(body.length)]
    if (etag && !etag.startsWith('W/')) headers['etag'] = [`W/${etag}`]
    return { ...response, headers, body }
  }
}
