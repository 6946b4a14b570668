// Plays the deployed backend for the dashboard: scripted answers, a live socket, and a record of what was asked.
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer, json } from 'node:stream/consumers'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Replay, SideEntry } from '../../../core/replay/replay.ts'
import type { TakenScreenshot } from '../../../core/screenshots/screenshot.ts'
import type { Session } from '../../../core/sessions/session.ts'
import type { SessionEvent } from '../../../core/sessions/session-event.ts'
import type { ServerFrame } from '../../../core/socket/frames.ts'
import { breaches } from './hold-to-contract.ts'
import { type Answer, type Asked, accountState, mockAccounts, NOT_FOUND } from './mock-accounts.ts'
import { analyticsState, mockAnalytics } from './mock-analytics.ts'
import { importState, mockImports } from './mock-imports.ts'
import { keepState, mockKeep, mockShared } from './mock-keep.ts'
import { emailIn, loginState, mockLogins } from './mock-logins.ts'
import { mockPeople, peopleState } from './mock-people.ts'
import { searchedPage } from './mock-search.ts'
import { DASHBOARD_POLICY, serveSite } from './static-site.ts'

const NO_REPLAY: Answer = {
  status: 404,
  body: { code: 'replay-not-found', title: 'Not found', detail: 'Nothing of this session was recorded.' },
}

const pageOf = <T>(items: T[], search: URLSearchParams, usual: number) => {
  const from = Number(search.get('cursor') ?? 0)
  const to = from + Number(search.get('limit') ?? usual)
  return { items: items.slice(from, to), nextCursor: to < items.length ? String(to) : null }
}

export const startMockBackend = async (directory: string) => {
  const state = {
    ...accountState(),
    ...loginState(),
    ...keepState(),
    ...importState(),
    ...analyticsState(),
    ...peopleState(),
    config: { playerHost: '127.0.0.1:1', stage: 'test' } as Record<string, unknown>,
    sessions: [] as Session[],
    events: [] as SessionEvent[],
    /** Null: nothing was recorded. */
    replay: null as Replay | null,
    side: [] as SideEntry[],
    pictures: [] as TakenScreenshot[],
    /** Of every screenshot. */
    picture: Buffer.alloc(0),
    asked: [] as Asked[],
    /** Ways in which a request or an answer was not what the API's description says. */
    breaches: [] as string[],
    /** Path, with or without its method before it → answer, until it is taken out again. */
    faults: new Map<string, Answer | 'hang'>(),
    /** The same, but for one time. */
    stumbles: new Map<string, Answer | 'lose'>(),
    /** Sessions that one request for a list looks at. */
    readsMax: 2_000,
    socketsWork: true,
    watches: [] as unknown[],
  }
  let tickets = 0
  const logins = mockLogins(state, state)
  const accounts = mockAccounts(state)
  const keep = mockKeep(state)
  const shared = mockShared(state)
  const imports = mockImports(state)
  const analytics = mockAnalytics(state)
  const people = mockPeople(state)

  const onSessions = ({ path, search }: Asked): Answer => {
    const known = state.projects.find(({ projectId }) => projectId === search.get('projectId'))
    if (!known) return NOT_FOUND
    if (path === '/api/v1/sessions') {
      const mine = state.sessions.filter(({ projectId }) => projectId === known.projectId)
      const tag = search.get('tag')
      const tagged = state.notes.flatMap((note) => (note.tags.includes(tag ?? '') ? note.sessionId : []))
      const asked = tag === null ? mine : mine.filter(({ sessionId }) => tagged.includes(sessionId))
      return { status: 200, body: searchedPage(asked, search, state.readsMax) }
    }
    const session = state.sessions.find(({ sessionId }) => path.split('/')[4] === sessionId)
    if (!session) return NOT_FOUND
    if (path.endsWith('/replay/assets'))
      return { status: 200, body: { assets: [], missing: [], pending: false } }
    if (path.endsWith('/replay'))
      return state.replay ? { status: 200, body: { replay: state.replay } } : NO_REPLAY
    if (path.endsWith('/side-events')) {
      const { items, nextCursor } = pageOf(state.side, search, 500)
      return { status: 200, body: { events: items, nextCursor } }
    }
    if (path.endsWith('/screenshots')) {
      const { items, nextCursor } = pageOf(state.pictures, search, 20)
      return { status: 200, body: { screenshots: items, nextCursor } }
    }
    if (path.includes('/screenshots/')) return { status: 200, bytes: state.picture }
    if (!path.endsWith('/events')) return { status: 200, body: { session } }
    const named = state.events.filter(({ name }) => !search.has('name') || name === search.get('name'))
    const { items, nextCursor } = pageOf(named, search, 20)
    return { status: 200, body: { events: items, nextCursor } }
  }

  const guarded = (asked: Asked): Answer => {
    const { token } = asked
    if (!token || !state.goodTokens.has(token)) return { status: 401, body: { message: 'Unauthorized' } }
    if (asked.path === '/api/v1/socket-tickets')
      return {
        status: 201,
        body: { ticket: `ticket-${++tickets}`, expiresAt: Date.now() + 60_000, pingSeconds: 60 },
      }
    const email = emailIn(token)
    const memberId = state.members.find((member) => member.email === email)?.memberId ?? 'member-1'
    const who = { memberId, email }
    return (
      accounts(asked, who) ??
      imports(asked) ??
      keep(asked, who) ??
      analytics(asked) ??
      people(asked) ??
      onSessions(asked)
    )
  }

  const answer = async (request: IncomingMessage, url: URL): Promise<Answer | 'hang'> => {
    const asked: Asked = {
      method: request.method ?? 'GET',
      path: url.pathname,
      search: url.searchParams,
      token: request.headers.authorization?.replace(/^Bearer /, ''),
      idempotencyKey: request.headers['idempotency-key']?.toString(),
      body: ['POST', 'PUT', 'PATCH'].includes(request.method ?? '')
        ? await json(request).catch(() => undefined)
        : undefined,
    }
    state.asked.push(asked)
    const route = `${asked.method} ${asked.path}`
    const fault = state.faults.get(route) ?? state.faults.get(asked.path)
    if (fault) return fault
    const stumble = state.stumbles.get(route)
    state.stumbles.delete(route)
    if (stumble && stumble !== 'lose') return stumble
    const given = logins(asked.method, asked.path, asked.body) ?? shared(asked) ?? guarded(asked)
    state.breaches.push(...breaches(asked, given))
    // It was done, but its answer was lost on the way.
    return stumble === 'lose' ? { status: 503, body: {} } : given
  }

  const site = serveSite(directory, DASHBOARD_POLICY)
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://backend')
    if (url.pathname === '/config.json')
      return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(state.config))
    if (url.pathname === '/uploads') {
      state.uploads.push((await buffer(request)).length)
      return response.writeHead(state.uploadStatus).end()
    }
    if (!url.pathname.startsWith('/api/')) return site(request, response)
    const given = await answer(request, url)
    if (given === 'hang') return
    const type = given.status < 400 ? 'application/json' : 'application/problem+json'
    if (given.bytes) return response.writeHead(given.status, { 'content-type': 'image/png' }).end(given.bytes)
    response.writeHead(given.status, { 'content-type': type, ...given.headers })
    response.end(given.body === undefined ? undefined : JSON.stringify(given.body))
  })

  const sockets = new Set<WebSocket>()
  const upgrades = new WebSocketServer({ noServer: true, handleProtocols: () => 'playhead.v1' })
  server.on('upgrade', (request, socket, head) => {
    if (!state.socketsWork) return socket.destroy()
    upgrades.handleUpgrade(request, socket, head, (live) => {
      sockets.add(live)
      live.on('close', () => sockets.delete(live))
      live.on('message', (data) => {
        const frame = JSON.parse(String(data))
        if (frame.event === 'ping') return live.send(JSON.stringify({ event: 'pong', data: { at: 0 } }))
        state.watches.push(frame)
        const answer =
          frame.event === 'watch_people'
            ? { event: 'watching_people', data: {} }
            : { event: 'watching', data: { sessionId: frame.data?.sessionId ?? null } }
        live.send(JSON.stringify(answer))
      })
    })
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))

  return {
    state,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    push: (frame: ServerFrame) => {
      for (const live of sockets) live.send(JSON.stringify(frame))
    },
    dropSockets: () => {
      for (const live of sockets) live.terminate()
    },
    stop: async () => {
      for (const live of sockets) live.terminate()
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}

export type MockBackend = Awaited<ReturnType<typeof startMockBackend>>
