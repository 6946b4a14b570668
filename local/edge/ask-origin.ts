// One exchange with an origin: its answer, or the reason why there is none.
import type { ClientRequest, IncomingMessage } from 'node:http'
import { type Duplex, PassThrough, pipeline, type Readable } from 'node:stream'
import type { OriginTarget } from './behaviors.ts'
import { type EdgeResponse, type Headers, headersOf } from './edge-message.ts'

export class OriginFailure extends Error {
  readonly status: 502 | 504

  constructor(status: 502 | 504, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'OriginFailure'
    this.status = status
  }
}

export type OriginCall = {
  target: OriginTarget
  sent: { method: string; path: string; headers: Headers }
  body?: Readable
  signal: AbortSignal
}

const silent = ({ id, readTimeoutMs }: OriginTarget) =>
  new OriginFailure(504, `The origin ${id} said nothing for ${readTimeoutMs / 1_000} seconds.`)

/** Ends an answer that stands still, unless it is the viewer who does not read on. */
const untilSilent = (incoming: IncomingMessage, target: OriginTarget): Readable => {
  const through = new PassThrough()
  const timer = setTimeout(() => {
    if (through.readableLength > 0) timer.refresh()
    else through.destroy(silent(target))
  }, target.readTimeoutMs)
  incoming.on('data', () => timer.refresh())
  through.once('close', () => clearTimeout(timer))
  pipeline(incoming, through, () => {})
  return through
}

/** Bytes of an answer that is read whole before it is passed on: one write for its viewer instead of several. */
const WHOLE_MAX_BYTES = 65_536

const isSmall = ({ headers }: IncomingMessage): boolean =>
  Number(headers['content-length'] ?? Number.POSITIVE_INFINITY) <= WHOLE_MAX_BYTES

/** What breaks off halfway stays a stream that breaks: its viewer must not take it for whole. */
const readWhole = (incoming: IncomingMessage, target: OriginTarget): Promise<Buffer | Readable> =>
  new Promise((resolve) => {
    const chunks: Buffer[] = []
    const timer = setTimeout(() => incoming.destroy(silent(target)), target.readTimeoutMs)
    const broken = (error?: Error) => {
      clearTimeout(timer)
      const rest = new PassThrough()
      resolve(rest)
      rest.on('error', () => {}).destroy(error ?? new Error('The origin broke off.'))
    }
    incoming.on('data', (chunk: Buffer) => {
      timer.refresh()
      chunks.push(chunk)
    })
    incoming.once('end', () => {
      clearTimeout(timer)
      resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks))
    })
    incoming.once('error', broken)
    incoming.once('close', () => {
      if (!incoming.complete) broken()
    })
  })

const open = ({ target, sent }: OriginCall): ClientRequest => {
  try {
    return target.door.open(sent)
  } catch (cause) {
    throw new OriginFailure(502, 'The request cannot be written for the origin.', { cause })
  }
}

/** `onUpgrade` is for an origin that turns the connection into something else; then no answer comes. */
export const askOrigin = (
  call: OriginCall,
  onUpgrade?: (...args: [IncomingMessage, Duplex, Buffer]) => void,
): Promise<EdgeResponse | undefined> =>
  new Promise((resolve, reject) => {
    const { target, body, signal } = call
    const request = open(call)
    const abandon = () => request.destroy()
    const timer = setTimeout(() => request.destroy(silent(target)), target.readTimeoutMs)
    const settled = () => clearTimeout(timer)
    request.on('error', (cause) => {
      settled()
      const broken = new OriginFailure(502, `The origin ${target.id} broke off without an answer.`, { cause })
      reject(cause instanceof OriginFailure ? cause : broken)
    })
    request.once('close', () => {
      settled()
      signal.removeEventListener('abort', abandon)
    })
    request.once('response', async (incoming) => {
      settled()
      const { statusCode = 502, statusMessage } = incoming
      const body = isSmall(incoming) ? await readWhole(incoming, target) : untilSilent(incoming, target)
      resolve({ status: statusCode, statusText: statusMessage, headers: headersOf(incoming), body })
    })
    if (onUpgrade) {
      request.once('upgrade', (...upgraded) => {
        settled()
        // From here on the two ends look after each other.
        signal.removeEventListener('abort', abandon)
        onUpgrade(...upgraded)
        resolve(undefined)
      })
    }
    signal.addEventListener('abort', abandon, { once: true })
    if (signal.aborted) abandon()
    if (!body) {
      request.end()
      return
    }
    body.on('data', () => timer.refresh())
    body.pipe(request)
  })
