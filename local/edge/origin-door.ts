// Speaks real HTTP with an origin over a pair of streams in memory, so that every header, body and hang-up
// behaves as it would over a network.
import {
  Agent,
  type ClientRequest,
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request as openRequest,
} from 'node:http'
import { type Duplex, duplexPair } from 'node:stream'
import type { Headers } from './edge-message.ts'
import type { Origin } from './origin.ts'

/** CloudFront takes 32 KiB of headers from an origin; a viewer's are bounded by the server that listens. */
const HEADERS_MAX_BYTES = 65_536

export type OriginDoor = {
  takesUpgrades: boolean
  open(request: { method: string; path: string; headers: Headers }): ClientRequest
}

/** One end that closes halfway takes the other with it; one that has said everything lets it read on. */
const bind = (one: Duplex, other: Duplex) =>
  one.once('close', () => (one.writableFinished ? other.end() : other.destroy()))

const connection = (): [edge: Duplex, origin: Duplex] => {
  const [edge, origin] = duplexPair()
  bind(edge, origin)
  bind(origin, edge)
  // What an origin sees is the edge, which is this machine.
  Object.assign(origin, { remoteAddress: '127.0.0.1', remoteFamily: 'IPv4', remotePort: 0 })
  // An agent says so to a socket that it uses again.
  Object.assign(edge, { ref: () => edge })
  // Who waits for an answer hears of a broken stream there.
  for (const end of [edge, origin]) end.on('error', () => {})
  return [edge, origin]
}

/** Connections that rest until somebody asks again. Making one costs as much as a request. */
const RESTING_MAX = 64

/** Keeps connections for the next request, as CloudFront does. A pair of streams has no timers and keeps nobody up. */
class Passage extends Agent {
  readonly #connect: () => Duplex

  constructor(connect: () => Duplex) {
    super({ keepAlive: true, maxFreeSockets: RESTING_MAX })
    this.#connect = connect
  }
  override createConnection() {
    return this.#connect()
  }
  override keepSocketAlive() {
    return true
  }
}

export const openDoor = (origin: Origin, onFailure: (error: unknown) => void): OriginDoor => {
  const server = createServer({
    maxHeaderSize: HEADERS_MAX_BYTES,
    requestTimeout: 0,
    headersTimeout: 0,
    keepAliveTimeout: 0,
  })
  const attempt = async (socket: Duplex, call: () => unknown) => {
    try {
      await call()
    } catch (error) {
      onFailure(error)
      socket.destroy()
    }
  }
  server.on('request', (request, response) =>
    attempt(request.socket, () => origin.request(request, response)),
  )
  server.on('clientError', (_error, socket) => socket.destroy())
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) =>
    attempt(socket, () => (origin.upgrade ? origin.upgrade(request, socket, head) : socket.destroy())),
  )
  const connect = (): Duplex => {
    const [edgeEnd, originEnd] = connection()
    server.emit('connection', originEnd)
    return edgeEnd
  }
  const passage = new Passage(connect)
  return {
    takesUpgrades: origin.upgrade !== undefined,
    open({ method, path, headers }) {
      const outgoing: OutgoingHttpHeaders = {}
      for (const [name, values] of Object.entries(headers)) {
        outgoing[name] = values.length === 1 ? values[0] : values
      }
      return openRequest({
        // One that becomes something else is never for a next request.
        ...(headers['upgrade'] ? { createConnection: connect } : { agent: passage }),
        method,
        path,
        headers: outgoing,
        setHost: false,
        maxHeaderSize: HEADERS_MAX_BYTES,
      })
    },
  }
}
