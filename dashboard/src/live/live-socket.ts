// A socket that stays: a fresh ticket for each connection, back again after each loss, silent death noticed.
import type { ClientFrame, ServerFrame, SOCKET_PROTOCOL } from '../../../core/socket/frames.ts'
import { backoffMs } from './backoff.ts'

/** Milliseconds between pings: API Gateway closes a connection after 10 idle minutes, each frame is billed. */
const PING_EVERY_MS = 4 * 60_000
/** Milliseconds a pong may take: above this the network under the connection has gone. */
const PONG_WITHIN_MS = 10_000

/** `off`: nothing to watch. */
export type LiveStatus = 'off' | 'connecting' | 'live' | 'down'

/** What is used of the browser's WebSocket. */
export type SocketLike = Pick<WebSocket, 'send' | 'close'> & {
  onopen: (() => void) | null
  onmessage: ((message: { data: unknown }) => void) | null
  onclose: (() => void) | null
}

/** Written again and held equal by its type: the value comes with the schema library, 60 kB of it. */
const PROTOCOL: typeof SOCKET_PROTOCOL = 'playhead.v1'

type Deps = {
  issueTicket: () => Promise<string>
  open: (protocols: string[]) => SocketLike
  /** Said at each beginning, in this order. */
  watch: ClientFrame[]
  onFrame: (frame: ServerFrame) => void
  onStatus: (status: LiveStatus) => void
  random?: () => number
}

const isFrame = (value: unknown): value is ServerFrame =>
  typeof value === 'object' && value !== null && 'event' in value && typeof value.event === 'string'

const parseFrame = (data: unknown): ServerFrame | null => {
  try {
    const value: unknown = JSON.parse(String(data))
    return isFrame(value) ? value : null
  } catch {
    return null
  }
}

export const startLiveSocket = ({ issueTicket, open, watch, onFrame, onStatus, random }: Deps) => {
  let stopped = false
  let failures = 0
  let socket: SocketLike | null = null
  let retry: ReturnType<typeof setTimeout> | undefined
  let ping: ReturnType<typeof setInterval> | undefined
  let overdue: ReturnType<typeof setTimeout> | undefined

  const hush = () => {
    clearTimeout(retry)
    clearInterval(ping)
    clearTimeout(overdue)
  }

  const lose = () => {
    hush()
    const old = socket
    socket = null
    if (old) {
      old.onopen = old.onmessage = old.onclose = null
      old.close()
    }
    if (stopped) return
    onStatus('down')
    retry = setTimeout(connect, backoffMs(failures, (random ?? Math.random)()))
    failures += 1
  }

  const check = () => {
    if (!socket) return
    socket.send(JSON.stringify({ event: 'ping' } satisfies ClientFrame))
    clearTimeout(overdue)
    overdue = setTimeout(lose, PONG_WITHIN_MS)
  }

  const connect = async () => {
    hush()
    try {
      const ticket = await issueTicket()
      if (stopped) return
      socket = open([PROTOCOL, ticket])
    } catch {
      return lose()
    }
    const mine = socket
    let answered = 0
    mine.onopen = () => {
      for (const frame of watch) mine.send(JSON.stringify(frame))
      ping = setInterval(check, PING_EVERY_MS)
    }
    mine.onmessage = ({ data }) => {
      clearTimeout(overdue)
      const frame = parseFrame(data)
      if (!frame) return
      if (frame.event === 'watching' || frame.event === 'watching_people') {
        answered += 1
        failures = 0
        // What is read from now on misses nothing: all that is watched is told.
        if (answered === watch.length) onStatus('live')
      }
      onFrame(frame)
      // Asked to watch and refused: begin anew, with a new ticket.
      if (frame.event === 'error') lose()
    }
    mine.onclose = lose
  }

  onStatus('connecting')
  void connect()

  return {
    /** The page woke up or the network came back: find out now instead of at the next ping. */
    wake: () => {
      if (stopped) return
      if (socket) check()
      else if (failures > 0) {
        failures = 0
        void connect()
      }
    },
    stop: () => {
      stopped = true
      lose()
    },
  }
}
