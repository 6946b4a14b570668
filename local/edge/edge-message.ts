// A request and an answer on their way through the edge, before and after an origin has seen them.
import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'

/** Names are lower case, values as they were sent. */
export type Headers = Record<string, string[]>

export type EdgeRequest = {
  method: string
  /** Percent-encoded, without the query string. */
  uri: string
  /** Without the question mark. */
  query: string
  headers: Headers
}

export type EdgeResponse = {
  status: number
  statusText?: string
  headers: Headers
  body?: Readable | Buffer
  /** What `x-cache` says of an answer that comes from the edge itself. */
  cache?: string
}

/** A constant message, the facts as fields. */
export type EdgeLog = (entry: { message: string } & Record<string, unknown>) => void

/** Belong to one connection, so a proxy never passes them on. */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

export const isHopByHop = (name: string): boolean => HOP_BY_HOP.has(name)

export const headersOf = (message: IncomingMessage): Headers =>
  Object.fromEntries(Object.entries(message.headersDistinct).map(([name, values]) => [name, values ?? []]))

export const hasBody = (headers: Readonly<Record<string, unknown>>): boolean =>
  headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined

/** For a body that nobody is going to read. */
export const discard = ({ body }: EdgeResponse): void => {
  if (body && 'destroy' in body) body.on('error', () => {}).destroy()
}

export const first = (headers: Headers, name: string): string | undefined => headers[name]?.[0]

export const addToVary = (headers: Headers, name: string): void => {
  const present = (headers['vary'] ?? []).join(', ')
  const listed = present.split(',').map((part) => part.trim().toLowerCase())
  if (listed.includes('*') || listed.includes(name.toLowerCase())) return
  headers['vary'] = [present ? `${present}, ${name}` : name]
}

/** `undefined` where a request names no path at all, as `OPTIONS *` does. */
export const readTarget = (url = ''): { uri: string; query: string } | undefined => {
  const relative = url.replace(/^https?:\/\/[^/?#]*/i, '').replace(/#.*$/s, '')
  const [path = '', ...query] = relative.split('?')
  const uri = path === '' && url !== relative ? '/' : path
  return uri.startsWith('/') ? { uri, query: query.join('?') } : undefined
}

export const addressOf = (message: IncomingMessage): { ip: string; port: number } => ({
  ip: (message.socket.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, ''),
  port: message.socket.remotePort ?? 0,
})
