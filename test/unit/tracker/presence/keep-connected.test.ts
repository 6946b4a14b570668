import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Frame, keepConnected, type Link } from '../../../../tracker/src/presence/keep-connected.ts'
import {
  OVERLAP_MS,
  PATIENCE,
  RENEW_AFTER_MS,
  RENEW_SPREAD_MS,
} from '../../../../tracker/src/presence/limits.ts'
import type { Ticket } from '../../../../tracker/src/presence/ticket.ts'

class FakeSocket {
  onopen: (() => void) | null = null
  onmessage: ((message: { data: unknown }) => void) | null = null
  onclose: (() => void) | null = null
  sent: Frame[] = []
  closed = false
  readonly ticket: string
  constructor(ticket: string) {
    this.ticket = ticket
  }
  send(data: string) {
    this.sent.push(JSON.parse(data))
  }
  close() {
    this.closed = true
  }
  say(frame: unknown) {
    this.onmessage?.({ data: typeof frame === 'string' ? frame : JSON.stringify(frame) })
  }
  begin() {
    this.onopen?.()
    this.say({ event: 'pong', data: { at: 0 } })
  }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const HELLO = { event: 'watch', data: { userIds: ['ann'] } }
/** As the stage draws its chances. */
const RENEWED_AFTER_MS = RENEW_AFTER_MS - RENEW_SPREAD_MS
const PING = { event: 'ping', data: {} }

type Stage = {
  link: Link
  sockets: FakeSocket[]
  frames: Frame[]
  asked: () => number
  refused: () => number
}

let idle = false
beforeEach(() => {
  idle = false
})

const stage = async (
  answer: (n: number) => Ticket = (n) => ({ ticket: `ticket-${n}` }),
  open?: () => never,
) => {
  const sockets: FakeSocket[] = []
  const frames: Frame[] = []
  let asked = 0
  let refused = 0
  const link = keepConnected({
    ask: async () => answer(++asked),
    open: (ticket) => {
      open?.()
      const socket = new FakeSocket(ticket)
      sockets.push(socket)
      return socket as unknown as WebSocket
    },
    onOpen: (say) => say(HELLO),
    onFrame: (frame) => frames.push(frame),
    onRefused: () => refused++,
    pingMs: 60_000,
    isIdle: () => idle,
    random: () => 1,
  })
  await vi.advanceTimersByTimeAsync(0)
  return { link, sockets, frames, asked: () => asked, refused: () => refused } satisfies Stage
}

const at = ({ sockets }: Pick<Stage, 'sockets'>, n: number): FakeSocket => {
  const found = sockets[n]
  if (!found) throw new Error(`only ${sockets.length} sockets were opened`)
  return found
}

test('a new connection is told what is wanted, then asked for a sign of life, again and again', async () => {
  const on = await stage()
  at(on, 0).begin()
  expect(at(on, 0).sent).toEqual([HELLO, PING])
  await vi.advanceTimersByTimeAsync(59_999)
  expect(at(on, 0).sent).toHaveLength(2)
  await vi.advanceTimersByTimeAsync(1)
  expect(at(on, 0).sent).toEqual([HELLO, PING, PING])
})

test('a sign of life says that nobody has touched anything', async () => {
  const on = await stage()
  at(on, 0).begin()
  idle = true
  await vi.advanceTimersByTimeAsync(60_000)
  expect(at(on, 0).sent.at(-1)).toEqual({ event: 'ping', data: { idle: true } })
})

test('after a loss it comes back with a ticket of its own, later each time, until it has succeeded', async () => {
  const on = await stage()
  at(on, 0).begin()
  at(on, 0).onclose?.()
  await vi.advanceTimersByTimeAsync(999)
  expect(on.asked()).toBe(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(at(on, 1).ticket).toBe('ticket-2')
  at(on, 1).onclose?.()
  await vi.advanceTimersByTimeAsync(1_999)
  expect(on.asked()).toBe(2)
  await vi.advanceTimersByTimeAsync(1)
  at(on, 2).begin()
  at(on, 2).onclose?.()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(at(on, 3).ticket).toBe('ticket-4')
})

test('a connection that no longer answers is taken for lost', async () => {
  const on = await stage()
  at(on, 0).begin()
  await vi.advanceTimersByTimeAsync(60_000 + 10_000)
  expect(at(on, 0).closed).toBe(true)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(on.sockets).toHaveLength(2)
})

test('before its time is up it is renewed, and the old one stays until the new one surely hears everything', async () => {
  const on = await stage()
  const old = at(on, 0)
  old.begin()
  // A network that answers: without it the connection would be lost long before.
  vi.spyOn(old, 'send').mockImplementation((data) => {
    if (JSON.parse(data).event === 'ping') old.say({ event: 'pong', data: { at: 0 } })
  })
  await vi.advanceTimersByTimeAsync(RENEWED_AFTER_MS)
  const fresh = at(on, 1)
  expect([fresh.ticket, old.closed]).toEqual(['ticket-2', false])
  fresh.begin()
  expect(fresh.sent).toEqual([HELLO, PING])
  on.frames.length = 0
  old.say({ event: 'presence_update', data: 'by the old one' })
  expect(on.frames).toEqual([{ event: 'presence_update', data: 'by the old one' }])
  await vi.advanceTimersByTimeAsync(OVERLAP_MS)
  expect([old.closed, fresh.closed]).toEqual([true, false])
})

test('a renewal that fails is tried again while the old connection goes on', async () => {
  let refuse = false
  const on = await stage((n) => (refuse ? { askedMs: 5_000 } : { ticket: `ticket-${n}` }))
  const old = at(on, 0)
  old.begin()
  vi.spyOn(old, 'send').mockImplementation(() => old.say({ event: 'pong', data: { at: 0 } }))
  refuse = true
  await vi.advanceTimersByTimeAsync(RENEWED_AFTER_MS)
  refuse = false
  expect([on.sockets.length, old.closed]).toEqual([1, false])
  await vi.advanceTimersByTimeAsync(5_000)
  expect(on.sockets).toHaveLength(2)
})

test('a server that asks to be left alone is left alone', async () => {
  const on = await stage((n) => (n === 1 ? { askedMs: 20_000 } : { ticket: 'now' }))
  await vi.advanceTimersByTimeAsync(19_999)
  expect(on.asked()).toBe(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(at(on, 0).ticket).toBe('now')
})

test('who will never be given a ticket asks once', async () => {
  const on = await stage(() => ({ askedMs: 0, final: true }))
  await vi.advanceTimersByTimeAsync(3_600_000)
  expect([on.asked(), on.refused()]).toEqual([1, 1])
})

test('where no socket can be opened the page goes on, and tries become rare', async () => {
  const on = await stage(undefined, () => {
    throw new DOMException('refused by the policy', 'SecurityError')
  })
  await vi.advanceTimersByTimeAsync(3_600_000)
  const tries = on.asked()
  expect(tries).toBeGreaterThan(PATIENCE)
  await vi.advanceTimersByTimeAsync(3_600_000)
  expect(on.asked() - tries).toBeLessThanOrEqual(12)
})

test('a page that wakes asks at once instead of waiting', async () => {
  const on = await stage((n) => (n < 3 ? { askedMs: 600_000 } : { ticket: 'awake' }))
  await vi.advanceTimersByTimeAsync(0)
  on.link.wake()
  await vi.advanceTimersByTimeAsync(0)
  expect(on.asked()).toBe(2)
  on.link.wake()
  await vi.advanceTimersByTimeAsync(0)
  at(on, 0).begin()
  on.link.wake()
  expect(at(on, 0).sent.filter(({ event }) => event === 'ping')).toHaveLength(2)
})

test('what is no frame is passed over', async () => {
  const on = await stage()
  at(on, 0).begin()
  on.frames.length = 0
  for (const noise of ['', 'null', '{', '[1]', '{"event":""}']) at(on, 0).say(noise)
  at(on, 0).say({ event: 'presence_update', data: 1 })
  expect(on.frames).toEqual([{ event: 'presence_update', data: 1 }])
})

test('closed, it leaves no timer and asks for nothing', async () => {
  const on = await stage()
  at(on, 0).begin()
  on.link.close()
  expect(at(on, 0).closed).toBe(true)
  expect(vi.getTimerCount()).toBe(0)
  on.link.wake()
  await vi.advanceTimersByTimeAsync(3_600_000)
  expect(on.asked()).toBe(1)
})

test('closed in the middle of a renewal, both connections end', async () => {
  const on = await stage()
  at(on, 0).begin()
  vi.spyOn(at(on, 0), 'send').mockImplementation(() => at(on, 0).say({ event: 'pong', data: { at: 0 } }))
  await vi.advanceTimersByTimeAsync(RENEWED_AFTER_MS)
  at(on, 1).begin()
  on.link.close()
  expect(on.sockets.map(({ closed }) => closed)).toEqual([true, true])
  await vi.advanceTimersByTimeAsync(OVERLAP_MS)
  expect(vi.getTimerCount()).toBe(0)
})
