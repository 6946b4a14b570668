// Plays the server of presence for tests in a page: hands out tickets, takes sockets, and says what a test wants it to.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { type WebSocket, WebSocketServer } from 'ws'
import type { PresenceUpdate } from '../../../tracker/src/presence/options.ts'

type Asked = { authorization: string | undefined; key: string | undefined; body: Record<string, unknown> }
type Frame = { event: string; data: Record<string, unknown> }

const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'authorization,content-type,x-api-key',
}

export const startPresenceServer = async () => {
  const state = {
    /** Requests for a ticket. */
    asked: [] as Asked[],
    /** Statuses of the next answers to them; then 201 again. */
    refusals: [] as number[],
    /** Frames of each connection, pings left out, in the order of the connections. */
    said: [] as Frame[][],
    /** Who is watched by whoever is connected, and how they are. */
    statuses: new Map<string, PresenceUpdate['status']>(),
    /** What each ping said. */
    pings: [] as Frame['data'][],
    batches: 0,
  }
  const sockets: WebSocket[] = []
  let ticks = 0

  const updateOf = (userId: string): Frame => {
    const status = state.statuses.get(userId) ?? 'offline'
    const at = new Date(Date.UTC(2026, 0, 25) + ticks * 1_000).toISOString()
    return {
      event: 'presence_update',
      data: { userId, username: null, status, timestamp: at, ...(status === 'offline' && { lastSeen: at }) },
    }
  }

  const server = createServer(async (request, response) => {
    if (request.method === 'OPTIONS') return response.writeHead(204, CORS).end()
    if (!request.url?.startsWith('/api/v1/socket-tickets')) {
      state.batches++
      return response.writeHead(202, CORS).end('{}')
    }
    const { authorization, 'x-api-key': key } = request.headers
    state.asked.push({ authorization, key: key?.toString(), body: (await json(request)) as Asked['body'] })
    const status = state.refusals.shift() ?? 201
    const answer = status === 201 ? { ticket: `ticket-${state.asked.length}` } : { code: 'refused' }
    response.writeHead(status, { ...CORS, 'content-type': 'application/json' }).end(JSON.stringify(answer))
  })
  const upgrades = new WebSocketServer({ noServer: true, handleProtocols: () => 'playhead.v1' })
  server.on('upgrade', (request, socket, head) => {
    upgrades.handleUpgrade(request, socket, head, (live) => {
      const frames: Frame[] = []
      sockets.push(live)
      state.said.push(frames)
      live.on('message', (data) => {
        const frame = JSON.parse(String(data)) as Frame
        if (frame.event === 'ping') {
          state.pings.push(frame.data)
          return live.send(JSON.stringify({ event: 'pong', data: { at: 0 } }))
        }
        frames.push(frame)
        if (frame.event !== 'watch') return
        for (const id of frame.data['userIds'] as string[]) live.send(JSON.stringify(updateOf(id)))
      })
    })
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))

  const open = () => sockets.filter(({ readyState }) => readyState === 1)

  return {
    state,
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    openSockets: () => open().length,
    /** A change of somebody, told to all. */
    change: (userId: string, status: PresenceUpdate['status']) => {
      ticks++
      state.statuses.set(userId, status)
      for (const live of open()) live.send(JSON.stringify(updateOf(userId)))
    },
    /** The present state once more. */
    repeat: (userId: string) => {
      for (const live of open()) live.send(JSON.stringify(updateOf(userId)))
    },
    say: (frame: unknown) => {
      for (const live of open()) live.send(typeof frame === 'string' ? frame : JSON.stringify(frame))
    },
    drop: () => {
      for (const live of sockets) live.terminate()
    },
    reset: () => {
      for (const live of sockets.splice(0)) live.terminate()
      for (const list of [state.asked, state.refusals, state.said, state.pings]) list.length = 0
      state.statuses.clear()
      ticks = 0
    },
    stop: async () => {
      for (const live of sockets) live.terminate()
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}

export type PresenceServer = Awaited<ReturnType<typeof startPresenceServer>>
