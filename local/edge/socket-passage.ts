// Lets a WebSocket through: the same behaviours and functions, then bytes both ways.
import { type IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { askOrigin } from './ask-origin.ts'
import type { EdgeResponse } from './edge-message.ts'
import { errorPage } from './error-page.ts'
import { sendAnswer } from './send-answer.ts'
import { admit, type Edge, leave, originFailed, outgoing, type Visit } from './visit.ts'

const refuse = async (message: IncomingMessage, socket: Duplex, answer: EdgeResponse) => {
  const response = new ServerResponse(message)
  response.shouldKeepAlive = false
  // Typed for a TCP socket, which is what a server hands to its upgrade listener.
  response.assignSocket(socket as Socket)
  response.once('finish', () => socket.end())
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
  (visit: Visit, viewer: Duplex, head: Buffer) =>
  (incoming: IncomingMessage, origin: Duplex, originHead: Buffer) => {
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
    if (head.length > 0) origin.write(head)
    join(viewer, origin)
  }

const open = async (
  edge: Edge,
  message: IncomingMessage,
  viewer: Duplex,
  head: Buffer,
  signal: AbortSignal,
) => {
  const { visit, answer } = admit(edge, message)
  const { behavior, request } = visit
  const no = (status: number, reason: string) =>
    refuse(message, viewer, leave(visit, errorPage({ status, reason }, request.method, request.uri)))
  if (answer || !behavior)
    return refuse(message, viewer, leave(visit, answer ?? { status: 400, headers: {} }))
  if (message.headers.upgrade?.toLowerCase() !== 'websocket')
    return no(400, 'Only WebSockets are let through.')
  if (!behavior.origin.door.takesUpgrades)
    return no(502, `The origin ${behavior.origin.id} takes no WebSockets.`)
  try {
    const sent = outgoing(visit, behavior)
    Object.assign(sent.headers, { connection: ['Upgrade'], upgrade: ['websocket'] })
    const call = { target: behavior.origin, sent, signal }
    const declined = await askOrigin(call, passOn(visit, viewer, head))
    if (declined) await refuse(message, viewer, leave(visit, declined))
  } catch (error) {
    await refuse(message, viewer, leave(visit, originFailed(visit, error)))
  }
}

export const passSocket = (edge: Edge, message: IncomingMessage, viewer: Duplex, head: Buffer): void => {
  const gone = new AbortController()
  viewer.on('error', () => {})
  viewer.once('close', () => gone.abort())
  open(edge, message, viewer, head, gone.signal).catch((error) => {
    edge.log({ message: 'A WebSocket could not be let through', url: message.url, error: String(error) })
    viewer.destroy()
  })
}
