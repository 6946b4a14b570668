// Lets a WebSocket through: the same behaviours and functions, then bytes both ways.
import { type IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { askOrigin } from './ask-origin.ts'
import type { EdgeResponse } from './edge-message.ts'
import { errorPage } from './error-page.ts'
import { sendAnswer } from './send-answer.ts'
import { admit, type Edge, leave, originFailed, outgoing, type Visit } from './visit.ts'

const EARLY_MAX_BYTES = 65_536 // no client speaks before its handshake is answered; one that does can wait

type Waiting = {
  viewer: Duplex
  /** Aborted when the viewer leaves before there is an answer. */
  gone: AbortSignal
  /** Ends the wait: what the viewer has sent meanwhile. */
  end(): Buffer
}

/** Reads on while the origin thinks, because a socket that nobody reads never says that it has closed. */
const waitWith = (viewer: Duplex, head: Buffer): Waiting => {
  const early = [head]
  const leaving = new AbortController()
  const leave = () => leaving.abort()
  let size = head.length
  const keep = (chunk: Buffer) => {
    early.push(chunk)
    size += chunk.length
    if (size > EARLY_MAX_BYTES) viewer.pause()
  }
  viewer.on('error', () => {})
  viewer.on('data', keep)
  viewer.once('end', leave)
  viewer.once('close', leave)
  return {
    viewer,
    gone: leaving.signal,
    end() {
      viewer.off('data', keep).off('end', leave).off('close', leave)
      return Buffer.concat(early)
    },
  }
}

const refuse = async (message: IncomingMessage, waiting: Waiting, answer: EdgeResponse) => {
  waiting.end()
  // Typed for a TCP socket, which is what a server hands to its upgrade listener.
  const socket = waiting.viewer as Socket
  socket.resume()
  const response = new ServerResponse(message)
  response.shouldKeepAlive = false
  response.assignSocket(socket)
  response.once('finish', () => socket.destroySoon())
  await sendAnswer(response, message.method ?? 'GET', answer)
}

const join = (viewer: Duplex, origin: Duplex) => {
  const tie = (one: Duplex, other: Duplex) => {
    one.pipe(other)
    one.once('error', () => other.destroy())
    one.once('close', () => (one.readableEnded ? other.end() : other.destroy()))
  }
  tie(viewer, origin)
  tie(origin, viewer)
}

const passOn =
  (visit: Visit, waiting: Waiting) => (incoming: IncomingMessage, origin: Duplex, originHead: Buffer) => {
    const { viewer } = waiting
    if (viewer.destroyed) {
      origin.destroy()
      return
    }
    const lines = ['HTTP/1.1 101 Switching Protocols']
    for (let at = 0; at < incoming.rawHeaders.length; at += 2) {
      lines.push(`${incoming.rawHeaders[at]}: ${incoming.rawHeaders[at + 1]}`)
    }
    lines.push(`via: 1.1 ${visit.edge.domainName} (CloudFront)`, `x-amz-cf-id: ${visit.requestId}`)
    viewer.write(`${lines.join('\r\n')}\r\n\r\n`, 'latin1')
    if (originHead.length > 0) viewer.write(originHead)
    const early = waiting.end()
    if (early.length > 0) origin.write(early)
    join(viewer, origin)
  }

const open = async (edge: Edge, message: IncomingMessage, waiting: Waiting) => {
  const { visit, answer } = admit(edge, message)
  const { behavior, request } = visit
  const say = (found: EdgeResponse) => refuse(message, waiting, leave(visit, found))
  const no = (status: number, reason: string) =>
    say(errorPage({ status, reason }, request.method, request.uri))
  if (answer) return say(answer)
  if (!behavior) return no(400, 'The request names no path.')
  if (message.headers.upgrade?.toLowerCase() !== 'websocket')
    return no(400, 'Only WebSockets are let through.')
  if (!behavior.origin.door.takesUpgrades)
    return no(502, `The origin ${behavior.origin.id} takes no WebSockets.`)
  try {
    const sent = outgoing(visit, behavior)
    Object.assign(sent.headers, { connection: ['Upgrade'], upgrade: ['websocket'] })
    const call = { target: behavior.origin, sent, signal: waiting.gone }
    const declined = await askOrigin(call, passOn(visit, waiting))
    if (declined) await say(declined)
  } catch (error) {
    await say(originFailed(visit, error, waiting.gone))
  }
}

export const passSocket = (edge: Edge, message: IncomingMessage, viewer: Duplex, head: Buffer): void => {
  open(edge, message, waitWith(viewer, head)).catch((error) => {
    if (!viewer.destroyed) {
      edge.log({ message: 'A WebSocket could not be let through', url: message.url, error: String(error) })
    }
    viewer.destroy()
  })
}
