import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ClientFrame, ServerFrame } from '../../../core/socket/frames.ts'
import { backoffMs } from '../../../dashboard/src/live/backoff.ts'
import { type LiveStatus, type SocketLike, startLiveSocket } from '../../../dashboard/src/live/live-socket.ts'

class FakeSocket implements SocketLike {
  onopen: (() => void) | null = null
  onmessage: ((message: { data: unknown }) => void) | null = null
  onclose: (() => void) | null = null
  sent: unknown[] = []
  closed = false
  readonly protocols: string[]
  constructor(protocols: string[]) {
    this.protocols = protocols
  }
  send(data: unknown) {
    this.sent.push(JSON.parse(String(data)))
  }
  close() {
    this.closed = true
  }
  say(frame: unknown) {
    this.onmessage?.({ data: typeof frame === 'string' ? frame : JSON.stringify(frame) })
  }
  begin() {
    this.onopen?.()
    this.say({ event: 'watching', data: { sessionId: null } })
  }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const stage = async (
  issueTicket?: () => Promise<string>,
  watch: ClientFrame[] = [{ event: 'watch_sessions' }],
) => {
  const sockets: FakeSocket[] = []
  const statuses: LiveStatus[] = []
  const frames: ServerFrame[] = []
  let tickets = 0
  const live = startLiveSocket({
    issueTicket: issueTicket ?? (async () => `ticket-${++tickets}`),
    open: (protocols) => {
      const socket = new FakeSocket(protocols)
      sockets.push(socket)
      return socket
    },
    watch,
    onFrame: (frame) => frames.push(frame),
    onStatus: (status) => statuses.push(status),
    random: () => 1,
  })
  await vi.advanceTimersByTimeAsync(0)
  const socket = (n: number): FakeSocket => {
    const found = sockets[n]
    if (!found) throw new Error(`only ${sockets.length} sockets were opened`)
    return found
  }
  return { live, sockets, socket, statuses, frames }
}

test('the ticket goes with the protocol, and what is watched is said at once', async () => {
  const { socket, statuses } = await stage()
  expect(socket(0).protocols).toEqual(['playhead.v1', 'ticket-1'])
  socket(0).begin()
  expect(socket(0).sent).toEqual([{ event: 'watch_sessions' }])
  expect(statuses).toEqual(['connecting', 'live'])
})

test('it is live once all that it watches was answered, on each connection anew', async () => {
  const watch: ClientFrame[] = [{ event: 'watch_sessions' }, { event: 'watch_people' }]
  const { socket, statuses } = await stage(undefined, watch)
  socket(0).begin()
  expect(socket(0).sent).toEqual(watch)
  expect(statuses).toEqual(['connecting'])
  socket(0).say({ event: 'watching_people', data: {} })
  expect(statuses).toEqual(['connecting', 'live'])
  socket(0).onclose?.()
  await vi.advanceTimersByTimeAsync(500)
  socket(1).begin()
  expect(statuses).toEqual(['connecting', 'live', 'down'])
})

test('each new connection has a ticket of its own', async () => {
  const { socket, statuses } = await stage()
  socket(0).begin()
  socket(0).onclose?.()
  expect(statuses.at(-1)).toBe('down')
  await vi.advanceTimersByTimeAsync(500)
  expect(socket(1).protocols).toEqual(['playhead.v1', 'ticket-2'])
  socket(1).begin()
  expect(statuses.at(-1)).toBe('live')
})

test('waits grow with each failure and start anew after a success', async () => {
  const { sockets, socket } = await stage()
  socket(0).onclose?.()
  await vi.advanceTimersByTimeAsync(500)
  socket(1).onclose?.()
  await vi.advanceTimersByTimeAsync(999)
  expect(sockets).toHaveLength(2)
  await vi.advanceTimersByTimeAsync(1)
  socket(2).begin()
  socket(2).onclose?.()
  await vi.advanceTimersByTimeAsync(500)
  expect(sockets).toHaveLength(4)
})

test('a ticket that is refused counts as a failed connection', async () => {
  let asked = 0
  const { sockets, statuses } = await stage(async () => {
    asked += 1
    throw new Error('no')
  })
  await vi.advanceTimersByTimeAsync(500 + 1_000)
  expect(asked).toBe(3)
  expect(sockets).toHaveLength(0)
  expect(statuses.at(-1)).toBe('down')
})

test('a watch that is refused begins anew with a new ticket', async () => {
  const { socket, statuses } = await stage()
  socket(0).onopen?.()
  socket(0).say({ event: 'error', data: { code: 'connection-expired', message: 'Connect again.' } })
  expect(socket(0).closed).toBe(true)
  expect(statuses.at(-1)).toBe('down')
  await vi.advanceTimersByTimeAsync(500)
  expect(socket(1).protocols).toEqual(['playhead.v1', 'ticket-2'])
})

test('frames that cannot be read are passed over', async () => {
  const { socket, frames } = await stage()
  socket(0).begin()
  socket(0).say('{nonsense')
  socket(0).say('42')
  socket(0).say({ event: 'pong', data: { at: 1 } })
  expect(frames.map(({ event }) => event)).toEqual(['watching', 'pong'])
})

test('a ping without a pong ends a connection that is dead', async () => {
  const { sockets, socket } = await stage()
  socket(0).begin()
  await vi.advanceTimersByTimeAsync(4 * 60_000)
  expect(socket(0).sent.at(-1)).toEqual({ event: 'ping' })
  socket(0).say({ event: 'pong', data: { at: 1 } })
  await vi.advanceTimersByTimeAsync(4 * 60_000)
  expect(socket(0).closed).toBe(false)
  await vi.advanceTimersByTimeAsync(10_000 + 500)
  expect(socket(0).closed).toBe(true)
  expect(sockets).toHaveLength(2)
})

test('waking up looks at once whether the connection still lives, and skips the wait if it is down', async () => {
  const { live, sockets, socket } = await stage()
  socket(0).begin()
  live.wake()
  expect(socket(0).sent.at(-1)).toEqual({ event: 'ping' })
  socket(0).onclose?.()
  live.wake()
  await vi.advanceTimersByTimeAsync(0)
  expect(sockets).toHaveLength(2)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(sockets).toHaveLength(2)
})

test('after its stop nothing is opened and nothing is said any more', async () => {
  const { live, sockets, socket, statuses } = await stage()
  socket(0).begin()
  const said = statuses.length
  live.stop()
  expect(socket(0).closed).toBe(true)
  await vi.advanceTimersByTimeAsync(600_000)
  live.wake()
  await vi.advanceTimersByTimeAsync(600_000)
  expect(sockets).toHaveLength(1)
  expect(statuses).toHaveLength(said)
})

test('a stop while the ticket is on its way opens no socket', async () => {
  let give: (ticket: string) => void = () => {}
  const { live, sockets } = await stage(() => new Promise((resolve) => (give = resolve)))
  live.stop()
  give('late')
  await vi.advanceTimersByTimeAsync(0)
  expect(sockets).toHaveLength(0)
})

test('waits double from half a second to half a minute, spread over their upper half', () => {
  expect([0, 1, 2, 3, 6, 40].map((failures) => backoffMs(failures, 1))).toEqual([
    500, 1_000, 2_000, 4_000, 30_000, 30_000,
  ])
  expect(backoffMs(2, 0)).toBe(1_000)
})
