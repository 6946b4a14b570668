// Answers a WebSocket upgrade only when it is known whether, and with which sub-protocol, it is taken.
import { type IncomingMessage, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { SOCKET_MESSAGE_MAX_BYTES } from './limits.ts'

export type Admission =
  | { admitted: true; protocol?: string }
  | { admitted: false; status: number; body: string }

export type Handshake = {
  request: IncomingMessage
  socket: Duplex
  head: Buffer
  /** Asked when the upgrade is sound; must not reject. */
  admit: () => Promise<Admission>
  opened: (webSocket: WebSocket) => void
  /** It was admitted, but the client had gone in the meantime. */
  lost: () => void
}

/** An answer to an upgrade that is none: nothing but this is ever written to that socket. */
export const refuseUpgrade = (socket: Duplex, status: number, body: string): void => {
  socket.on('error', () => socket.destroy())
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Connection: close',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ]
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`)
}

export const shakeHands = ({ request, socket, head, admit, opened, lost }: Handshake): void => {
  let protocol: string | undefined
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: SOCKET_MESSAGE_MAX_BYTES,
    handleProtocols: () => protocol ?? false,
    // Called once ws has found the upgrade sound, so that no function hears of one that is not.
    verifyClient: (_info, decide) => {
      admit().then((admission) => {
        if (!admission.admitted) {
          return decide(false, admission.status, admission.body, { 'Content-Type': 'application/json' })
        }
        protocol = admission.protocol
        let isOpen = false
        server.once('headers', () => {
          isOpen = true
        })
        decide(true)
        if (!isOpen) lost()
      })
    },
  })
  server.handleUpgrade(request, socket, head, opened)
}
