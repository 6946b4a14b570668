// What a gateway passes on of a request's headers, and those that it adds itself.
import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** They belong to one hop between two machines, not to the request. */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

export const sourceIp = (request: IncomingMessage): string =>
  (request.socket.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, '')

/** Each header that was sent more than once, apart. Node has joined them, and the edge may have changed them since. */
const apart = (request: IncomingMessage, name: string, joined: string): string[] => {
  const sent = request.rawHeaders.filter((_, at, all) => at % 2 === 1 && all[at - 1]?.toLowerCase() === name)
  return sent.join(', ') === joined ? sent : [joined]
}

const traceId = (now: number): string =>
  `Root=1-${Math.floor(now / 1000).toString(16)}-${randomBytes(12).toString('hex')}`

/** Lower-case name → the values it was sent with. */
export const clientHeaders = (request: IncomingMessage, now: number): Map<string, string[]> => {
  const headers = new Map<string, string[]>()
  for (const [name, value] of Object.entries(request.headers)) {
    if (value === undefined || HOP_BY_HOP.has(name)) continue
    headers.set(name, typeof value === 'string' ? apart(request, name, value) : value)
  }
  const forwarded = headers.get('x-forwarded-for') ?? []
  headers.set('x-forwarded-for', [[...forwarded, sourceIp(request)].join(', ')])
  // The cloud's gateways are reached over TLS only, so that is what a handler is told here as well.
  headers.set('x-forwarded-port', ['443'])
  headers.set('x-forwarded-proto', ['https'])
  if (!headers.has('x-amzn-trace-id')) headers.set('x-amzn-trace-id', [traceId(now)])
  return headers
}

const titled = (name: string): string =>
  name
    .replace(/(^|-)[a-z]/g, (start) => start.toUpperCase())
    .replace(/^Sec-Websocket-/, 'Sec-WebSocket-')
    .replace(/^Cloudfront-/, 'CloudFront-')

/** The spelling that the client used; a WebSocket API, unlike an HTTP API, keeps it. */
export const headerSpelling = (request: IncomingMessage, name: string): string =>
  request.rawHeaders.find((sent, at) => at % 2 === 0 && sent.toLowerCase() === name) ?? titled(name)
