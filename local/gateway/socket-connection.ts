// One open connection: its messages in order, its limits, and its end, which is told once.
import type { Duplex } from 'node:stream'
import { type RawData, WebSocket } from 'ws'
import { watchFrameSizes } from './frame-sizes.ts'
import {
  SOCKET_CLOSE_MS,
  SOCKET_FRAME_MAX_BYTES,
  SOCKET_UNSENT_MAX_BYTES,
  SOCKET_WAITING_MAX,
} from './limits.ts'

export type Ending = { code: number; reason: string }

export type Connection = {
  send(data: Uint8Array | string, isBinary: boolean): 'sent' | 'gone' | 'busy'
  close(ending: Ending): void
  /** Drops the socket without a word. */
  terminate(): void
  isOpen(): boolean
  lastActiveAt(): number
  /** Resolves when whatever the connection set off is done. */
  ended: Promise<void>
}

export type ConnectionOptions = {
  webSocket: WebSocket
  /** The socket below it. */
  socket: Duplex
  idleMs: number
  maxMs: number
  now: () => number
  onMessage: (data: Buffer, isBinary: boolean) => Promise<void>
  onClosed: (ending: Ending) => Promise<void>
}

const GOING_AWAY: Ending = { code: 1001, reason: 'Going away' }
const TOO_BIG: Ending = { code: 1009, reason: 'Message too big' }
const NO_STATUS = 1005

const toBuffer = (data: RawData): Buffer =>
  Array.isArray(data) ? Buffer.concat(data) : Buffer.isBuffer(data) ? data : Buffer.from(data)

/** One task after the other; a socket whose tasks pile up is not read until they are fewer. */
const inOrder = (webSocket: WebSocket) => {
  let tail: Promise<void> = Promise.resolve()
  let waiting = 0
  return (task: () => Promise<void>): Promise<void> => {
    waiting += 1
    if (waiting >= SOCKET_WAITING_MAX) webSocket.pause()
    tail = tail.then(task).finally(() => {
      waiting -= 1
      if (waiting < SOCKET_WAITING_MAX && webSocket.isPaused) webSocket.resume()
    })
    return tail
  }
}

export const holdConnection = (options: ConnectionOptions): Connection => {
  const { webSocket, socket, idleMs, maxMs, now, onMessage, onClosed } = options
  const enqueue = inOrder(webSocket)
  let lastActiveAt = now()
  let ending: Ending | undefined

  const close = (why: Ending) => {
    if (ending || webSocket.readyState !== WebSocket.OPEN) return
    ending = why
    // A socket that is not being read would never see the peer's answer.
    if (webSocket.isPaused) webSocket.resume()
    webSocket.close(why.code, why.reason)
    setTimeout(() => webSocket.terminate(), SOCKET_CLOSE_MS).unref()
  }
  const idle = setTimeout(() => close(GOING_AWAY), idleMs)
  const old = setTimeout(() => close(GOING_AWAY), maxMs)
  const touch = () => {
    lastActiveAt = now()
    idle.refresh()
  }

  // Before ws itself sees the bytes: it must not hand on a message whose frame was too large.
  socket.prependListener(
    'data',
    watchFrameSizes(SOCKET_FRAME_MAX_BYTES, () => close(TOO_BIG)),
  )
  webSocket.on('ping', touch)
  webSocket.on('message', (data, isBinary) => {
    if (ending) return
    touch()
    enqueue(() => onMessage(toBuffer(data), isBinary))
  })
  webSocket.on('error', (error: Error & { code?: string }) => {
    if (error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') ending ??= TOO_BIG
  })

  const ended = new Promise<void>((resolve) => {
    webSocket.on('close', (code, reason) => {
      clearTimeout(idle)
      clearTimeout(old)
      const said = code === NO_STATUS ? 'Client-side close frame status not set' : reason.toString()
      const how = ending ?? { code, reason: said }
      enqueue(() => onClosed(how)).finally(resolve)
    })
  })

  const isOpen = () => !ending && webSocket.readyState === WebSocket.OPEN
  return {
    send: (data, isBinary) => {
      if (!isOpen()) return 'gone'
      if (webSocket.bufferedAmount > SOCKET_UNSENT_MAX_BYTES) return 'busy'
      touch()
      webSocket.send(data, { binary: isBinary }, () => {})
      return 'sent'
    },
    close,
    terminate: () => webSocket.terminate(),
    isOpen,
    lastActiveAt: () => lastActiveAt,
    ended,
  }
}
