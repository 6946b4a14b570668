// Presence over real sockets: how many connections and frames this machine holds, and how long watchers wait for a change.
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import WebSocket from 'ws'
import type { ServerFrame } from '../core/socket/frames.ts'
import type { Bench, Benchmark, Row } from './measuring/benchmark.ts'
import { figure, percentile } from './measuring/statistics.ts'
import { type Playhead, startPlayhead } from './system/playhead.ts'
import { warmBuild } from './system/warm-build.ts'

/** Watchers of one user, and how often the user comes to each number of them. */
const AUDIENCES = [
  { watchers: 1, times: 20 },
  { watchers: 100, times: 10 },
  { watchers: Number(process.env['PLAYHEAD_BENCH_WATCHERS'] ?? 5_000), times: 3 },
]

/** Connections that are opened at once: more only wait for each other. */
const OPENING_AT_ONCE = 8
const OPENING_ATTEMPTS = 5
/** Milliseconds for which pings are counted. */
const PINGS_MS = 10_000
/** Pings under way at once. */
const PINGS_AT_ONCE = 32
/** Milliseconds after which a frame counts as lost. */
const LOST_MS = 60_000

type Socket = { socket: WebSocket; next(isWanted: (frame: ServerFrame) => boolean): Promise<ServerFrame> }

const visit = async ({ origin, access }: Playhead, path: string, headers: object, body: object) => {
  const answer = await fetch(`${origin}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
  return { ...((await answer.json()) as { token: string; ticket: string }), access }
}

const tokenOf = async (playhead: Playhead, userId: string): Promise<string> => {
  const headers = { 'x-api-key': playhead.access.secretKey }
  return (await visit(playhead, '/api/v1/user-tokens', headers, { userId })).token
}

const ticketWith = async (playhead: Playhead, token: string): Promise<string> => {
  const headers = { authorization: `Bearer ${token}` }
  return (await visit(playhead, '/api/v1/socket-tickets', headers, { pingSeconds: 300 })).ticket
}

const open = async ({ origin }: Playhead, ticket: string): Promise<Socket> => {
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/ws`, ['playhead.v1', ticket])
  const waiting: { isWanted: (frame: ServerFrame) => boolean; take: (frame: ServerFrame) => void }[] = []
  socket.on('message', (text) => {
    const frame = JSON.parse(String(text)) as ServerFrame
    const at = waiting.findIndex(({ isWanted }) => isWanted(frame))
    if (at >= 0) waiting.splice(at, 1)[0]?.take(frame)
  })
  await once(socket, 'open')
  return {
    socket,
    next: (isWanted) =>
      new Promise((take, fail) => {
        const lost = setTimeout(() => fail(new Error('a frame never came')), LOST_MS)
        waiting.push({
          isWanted,
          take: (frame) => {
            clearTimeout(lost)
            take(frame)
          },
        })
      }),
  }
}

const inParallel = async <T>(
  count: number,
  atOnce: number,
  work: (nth: number) => Promise<T>,
): Promise<T[]> => {
  const done: T[] = []
  let next = 0
  const worker = async () => {
    for (let nth = next++; nth < count; nth = next++) done.push(await work(nth))
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return done
}

const isOnline = (userId: string) => (frame: ServerFrame) =>
  frame.event === 'presence_update' && frame.data.userId === userId && frame.data.status === 'online'

/** Each time a user who was never here comes, so that nobody waits for a grace. */
const measureChange = async (playhead: Playhead, watchers: Socket[]): Promise<number[]> => {
  const userId = randomUUID()
  await inParallel(watchers.length, PINGS_AT_ONCE, async (nth) => {
    const { socket, next } = watchers[nth] as Socket
    const answered = next((frame) => frame.event === 'presence_update' && frame.data.userId === userId)
    socket.send(JSON.stringify({ event: 'watch', data: { userIds: [userId] } }))
    await answered
  })
  const ticket = await ticketWith(playhead, await tokenOf(playhead, userId))
  let begun = 0
  const told = watchers.map(async ({ next }) => {
    await next(isOnline(userId))
    return performance.now() - begun
  })
  begun = performance.now()
  const user = await open(playhead, ticket)
  const waits = await Promise.all(told)
  user.socket.terminate()
  return waits
}

/** Pings as fast as they are answered: each renews a lease, and brings a frame back. */
const measurePings = async (sockets: Socket[]): Promise<{ perSecond: number; waits: number[] }> => {
  const waits: number[] = []
  const end = performance.now() + PINGS_MS
  // A connection that pinged more often than it may would be closed: they take turns.
  await Promise.all(
    Array.from({ length: PINGS_AT_ONCE }, async (_, lane) => {
      for (let nth = lane; performance.now() < end; nth += PINGS_AT_ONCE) {
        const { socket, next } = sockets[nth % sockets.length] as Socket
        const begun = performance.now()
        const answered = next(({ event }) => event === 'pong')
        socket.send('{"event":"ping"}')
        await answered
        waits.push(performance.now() - begun)
      }
    }),
  )
  return { perSecond: waits.length / (PINGS_MS / 1_000), waits }
}

/** Tried again where the machine is too busy to let it in: what is measured comes later. */
const openSurely = async (playhead: Playhead, token: string): Promise<Socket> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await open(playhead, await ticketWith(playhead, token))
    } catch (error) {
      if (attempt === OPENING_ATTEMPTS) throw error
      await sleep(attempt * 1_000)
    }
  }
}

const measure = async (bench: Bench) => {
  await warmBuild(bench)
  const directory = join(bench.directory, 'data')
  const playhead = await startPlayhead({ directory, onStop: bench.onStop })
  const sockets: Socket[] = []
  bench.onStop(() => {
    for (const { socket } of sockets) socket.terminate()
  })
  const token = await tokenOf(playhead, 'watcher-of-many')
  const largest = Math.max(...AUDIENCES.map(({ watchers }) => watchers))
  bench.say(`${largest} connections`)
  const begun = performance.now()
  // Watchers have 500 names among them, so that no roster holds thousands of devices.
  const tokens = await inParallel(500, OPENING_AT_ONCE, (nth) => tokenOf(playhead, `watcher-${nth}`))
  sockets.push(
    ...(await inParallel(largest, OPENING_AT_ONCE, (nth) =>
      openSurely(playhead, tokens[nth % tokens.length] ?? token),
    )),
  )
  const openedPerSecond = largest / ((performance.now() - begun) / 1_000)
  bench.say('pings')
  const pings = await measurePings(sockets)
  const rows: Row[] = []
  for (const { watchers, times } of AUDIENCES) {
    bench.say(`${watchers} watchers, ${times} times`)
    const audience = sockets.slice(0, watchers)
    const waits: number[] = []
    const lasts: number[] = []
    for (let time = 0; time < times; time++) {
      const told = await measureChange(playhead, audience)
      waits.push(...told)
      lasts.push(Math.max(...told))
      await sleep(500)
    }
    const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => figure(percentile(waits, share)))
    rows.push([String(watchers), String(times), p50 ?? '', p95 ?? '', p99 ?? '', figure(Math.max(...lasts))])
  }
  return { rows, openedPerSecond, pings, held: sockets.length }
}

export const benchmark: Benchmark = {
  title: 'Presence over real sockets',
  measure: async (bench) => {
    const { rows, openedPerSecond, pings, held } = await measure(bench)
    return [
      {
        title: 'Connections and frames',
        columns: ['', 'figure'],
        rows: [
          ['connections held', String(held)],
          ['opened a second, ticket and roster included', figure(openedPerSecond)],
          ['pings a second, each answered', figure(pings.perSecond)],
          ['ping to pong, p50 ms', figure(percentile(pings.waits, 0.5))],
          ['ping to pong, p99 ms', figure(percentile(pings.waits, 0.99))],
        ],
      },
      {
        title: 'From connect to frame',
        columns: ['watchers', 'times', 'p50 ms', 'p95 ms', 'p99 ms', 'last ms'],
        rows,
        note: 'From the handshake of a user who was never here to the frame at each watcher: ticket and roster, the function that is begun, and the push. Watchers, gateway, tables and functions share the same two cores.',
      },
    ]
  },
}
