// What an origin receives: the path and body always, anything else of the viewer's only if a policy says so.
import type { Behavior } from './behaviors.ts'
import { type EdgeRequest, first, type Headers, hasBody, isHopByHop } from './edge-message.ts'

/** CloudFront passes these on whatever the policies say. */
const ALWAYS_FORWARDED = new Set([
  'cache-control',
  'content-length',
  'content-md5',
  'content-type',
  'date',
  'if-match',
  'if-modified-since',
  'if-none-match',
  'if-range',
  'if-unmodified-since',
  'pragma',
  'range',
  'sec-websocket-key',
  'sec-websocket-version',
])

/** Taken from a policy or written by the edge, never copied. */
const WRITTEN_HERE = new Set(['accept-encoding', 'cookie', 'host', 'user-agent', 'via', 'x-forwarded-for'])

const DROPPED = new Set(['expect', 'x-forwarded-proto', 'x-real-ip'])

const forwardsHeader = ({ cachePolicy, originRequestPolicy }: Behavior, name: string) =>
  cachePolicy.header(name) || originRequestPolicy?.header(name) === true

const forwardedQuery = ({ cachePolicy, originRequestPolicy }: Behavior, query: string) =>
  query
    .split('&')
    .filter((part) => {
      const name = part.split('=', 1)[0] ?? ''
      return part !== '' && (cachePolicy.query(name) || originRequestPolicy?.query(name))
    })
    .join('&')

const forwardedCookies = ({ cachePolicy, originRequestPolicy }: Behavior, headers: Headers) =>
  (headers['cookie'] ?? [])
    .flatMap((line) => line.split(';'))
    .map((part) => part.trim())
    .filter((part) => {
      const name = part.split('=', 1)[0] ?? ''
      return part !== '' && (cachePolicy.cookie(name) || originRequestPolicy?.cookie(name))
    })
    .join('; ')

/** A policy that compresses sees only the encodings that it knows, so that a cache holds few variants. */
const forwardedEncoding = (behavior: Behavior, headers: Headers): string | undefined => {
  const asked = headers['accept-encoding']?.join(', ')
  const { acceptsBrotli, acceptsGzip } = behavior.cachePolicy
  if (!acceptsBrotli && !acceptsGzip) return forwardsHeader(behavior, 'accept-encoding') ? asked : undefined
  const kept = [acceptsBrotli && 'br', acceptsGzip && 'gzip'].filter(
    (encoding) => encoding && accepts(asked, encoding),
  )
  return kept.length > 0 ? kept.join(',') : undefined
}

export const accepts = (header: string | undefined, encoding: string): boolean =>
  (header ?? '').split(',').some((part) => {
    const [name = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase())
    return name === encoding && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter))
  })

/** What CloudFront itself says of the viewer, as far as this behaviour asks for it. */
export const askedFacts = (behavior: Behavior, facts: Record<string, string>): Headers =>
  Object.fromEntries(
    Object.entries(facts)
      .map(([name, value]): [string, string[]] => [name.toLowerCase(), [value]])
      .filter(([name]) => name.startsWith('cloudfront-') && forwardsHeader(behavior, name)),
  )

export type Passage = { id: string; ip: string; via: string }

export const originRequest = (behavior: Behavior, request: EdgeRequest, passage: Passage) => {
  const { origin } = behavior
  const headers: Headers = {}
  for (const [name, values] of Object.entries(request.headers)) {
    if (isHopByHop(name) || WRITTEN_HERE.has(name) || DROPPED.has(name)) continue
    if (/^x-(amz-cf|edge)-/.test(name)) continue
    if (ALWAYS_FORWARDED.has(name) || forwardsHeader(behavior, name)) headers[name] = values
  }
  const write = (name: string, value: string | undefined) => {
    if (value) headers[name] = [value]
  }
  const { host } = request.headers
  headers['host'] = host && forwardsHeader(behavior, 'host') ? host : [origin.domainName]
  write('cookie', forwardedCookies(behavior, request.headers))
  write('accept-encoding', forwardedEncoding(behavior, request.headers))
  const agent = forwardsHeader(behavior, 'user-agent') ? first(request.headers, 'user-agent') : undefined
  write('user-agent', agent ?? 'Amazon CloudFront')
  write('via', [...(request.headers['via'] ?? []), passage.via].join(', '))
  write('x-forwarded-for', [...(request.headers['x-forwarded-for'] ?? []), passage.ip].join(', '))
  write('x-amz-cf-id', passage.id)
  // Also in place of a viewer's own header of that name: whoever reads it may trust it.
  for (const [name, value] of origin.customHeaders) headers[name] = [value]
  if (request.headers['transfer-encoding']) write('transfer-encoding', 'chunked')
  if (!hasBody(request.headers) && !['GET', 'HEAD'].includes(request.method)) write('content-length', '0')
  const query = forwardedQuery(behavior, request.query)
  return {
    method: request.method,
    path: `${origin.path}${request.uri}${query ? `?${query}` : ''}`,
    headers,
  }
}
