// Reads bucket, key, query and headers from an HTTP request, path-style or with the bucket in the host name.
import type { IncomingMessage } from 'node:http'
import { S3Error } from './s3-error.ts'

export type RequestTarget = {
  method: string
  /** Decoded, as it was sent: never normalised, since keys may hold `..`. */
  path: string
  query: [string, string][]
  /** By lower-case name; a header that was sent twice is joined by commas. */
  headers: Record<string, string>
  bucket: string
  key: string
}

const MAX_KEY_BYTES = 1024
// `bucket.s3.eu-west-1.amazonaws.com` and, for a server on this machine, `bucket.localhost`.
const BUCKET_HOST = /^(.+?)\.(?:s3[.-].+|localhost|127\.0\.0\.1)$/

const decode = (text: string) => {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new S3Error('InvalidURI')
  }
}

const parseQuery = (search: string) =>
  search
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair): [string, string] => {
      const equals = pair.indexOf('=')
      const text = (part: string) => decode(part.replaceAll('+', ' '))
      return equals < 0 ? [text(pair), ''] : [text(pair.slice(0, equals)), text(pair.slice(equals + 1))]
    })

const parseHeaders = (raw: string[]) => {
  const headers: Record<string, string> = {}
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = (raw[index] ?? '').toLowerCase()
    const value = (raw[index + 1] ?? '').trim()
    headers[name] = headers[name] === undefined ? value : `${headers[name]},${value}`
  }
  return headers
}

const bucketOfHost = (host = '') => BUCKET_HOST.exec(host.replace(/:\d+$/, ''))?.[1]

export const readTarget = ({ method = '', url = '/', rawHeaders }: IncomingMessage): RequestTarget => {
  const [rawPath = '/', ...rest] = url.split('?')
  const path = decode(rawPath)
  const headers = parseHeaders(rawHeaders)
  const hostBucket = bucketOfHost(headers['host'])
  const slash = path.indexOf('/', 1)
  const bucket = hostBucket ?? path.slice(1, slash < 0 ? undefined : slash)
  const key = hostBucket === undefined ? (slash < 0 ? '' : path.slice(slash + 1)) : path.slice(1)
  if (Buffer.byteLength(key) > MAX_KEY_BYTES) throw new S3Error('KeyTooLongError')
  return { method, path, query: parseQuery(rest.join('?')), headers, bucket, key }
}
