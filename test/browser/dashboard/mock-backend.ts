// Plays the deployed backend for the dashboard: scripted answers, a live socket, and a record of what was asked.
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { type WebSocket, WebSocketServer } from 'ws'
import type { MemberProject } from '../../../core/projects/project.ts'
import type { Session } from '../../../core/sessions/session.ts'
import type { SessionEvent } from '../../../core/sessions/session-event.ts'
import type { ServerFrame } from '../../../core/socket/frames.ts'
import { DASHBOARD_POLICY, serveSite } from './static-site.ts'

export const MEMBER = { email: 'ada@shop.example', password: 'correct horse' }

type Answer = { status: number; body: unknown }
type Asked = {
  method: string
  path: string
  search: URLSearchParams
  token: string | undefined
  body: unknown
}

const problem = (status: number, code: string, title: string, detail: string): Answer => ({
  status,
  body: { type: 'about:blank', title, status, detail, code, success: false, requestId: 'req-0001' },
})
const NOT_FOUND = problem(404, 'not_found', 'Not found', 'There is no such thing.')

const idToken = () => `e30.${Buffer.from(JSON.stringify({ email: MEMBER.email })).toString('base64url')}.x`

const pageOf = <T>(items: T[], search: URLSearchParams, usual: number) => {
  const from = Number(search.get('cursor') ?? 0)
  const to = from + Number(search.get('limit') ?? usual)
  return { items: items.slice(from, to), nextCursor: to < items.length ? String(to) : null }
}

export const startMockBackend = async (directory: string) => {
  const state = {
    projects: [] as MemberProject[],
    sessions: [] as Session[],
    events: [] as SessionEvent[],
    asked: [] as Asked[],
    /** Access tokens that are good; a token not in here is refused as API Gateway does it. */
    goodTokens: new Set<string>(),
    refreshTokens: new Set<string>(),
    /** Path → answer, until it is taken out again. */
    faults: new Map<string, Answer | 'hang'>(),
    socketsWork: true,
    watches: [] as unknown[],
  }
  let issued = 0
  const tokens = () => {
    const accessToken = `access-${++issued}`
    state.goodTokens.add(accessToken)
    const refreshToken = `refresh-${issued}`
    state.refreshTokens.add(refreshToken)
    return { accessToken, idToken: idToken(), refreshToken, expiresIn: 3_600 }
  }

  const open: Record<string, (body: Record<string, string>) => Answer> = {
    'POST /api/v1/auth/login': ({ email, password }) => {
      if (email !== MEMBER.email || password !== MEMBER.password)
        return problem(401, 'bad_login', 'Not signed in', 'E-mail or password is wrong.')
      return { status: 200, body: tokens() }
    },
    'POST /api/v1/auth/refresh': ({ refreshToken = '' }) =>
      state.refreshTokens.has(refreshToken)
        ? { status: 200, body: tokens() }
        : problem(401, 'login_ended', 'Not signed in', 'The login has ended.'),
  }

  const guarded = ({ method, path, search, body }: Asked): Answer => {
    const known = state.projects.find(({ projectId }) => projectId === search.get('projectId'))
    if (path === '/api/v1/projects' && method === 'GET')
      return { status: 200, body: { projects: state.projects } }
    if (path === '/api/v1/projects') {
      const project = {
        ...(body as Pick<MemberProject, 'name' | 'origins'>),
        projectId: `prj_00000000000${state.projects.length + 5}`,
        createdAt: Date.now(),
        publishableKey: 'pk_test_newnewnewnewnewnewnewnewnewnewA1b2C3',
      }
      state.projects.push(project)
      return { status: 201, body: { project, secretKey: 'sk_test_secretsecretsecretsecretseZ9y8X7' } }
    }
    if (path === '/api/v1/socket-tickets')
      return { status: 201, body: { ticket: `ticket-${++issued}`, expiresAt: Date.now() + 60_000 } }
    if (!known) return NOT_FOUND
    if (path === '/api/v1/sessions') {
      const mine = state.sessions.filter(({ projectId }) => projectId === known.projectId)
      const { items, nextCursor } = pageOf(mine, search, 20)
      return { status: 200, body: { sessions: items, nextCursor } }
    }
    const session = state.sessions.find(({ sessionId }) => path.split('/')[4] === sessionId)
    if (!session) return NOT_FOUND
    if (!path.endsWith('/events')) return { status: 200, body: { session } }
    const named = state.events.filter(({ name }) => !search.has('name') || name === search.get('name'))
    const { items, nextCursor } = pageOf(named, search, 20)
    return { status: 200, body: { events: items, nextCursor } }
  }

  const answer = async (request: IncomingMessage, url: URL): Promise<Answer | 'hang'> => {
    const asked: Asked = {
      method: request.method ?? 'GET',
      path: url.pathname,
      search: url.searchParams,
      token: request.headers.authorization?.replace(/^Bearer /, ''),
      body: request.method === 'POST' ? await json(request).catch(() => undefined) : undefined,
    }
    state.asked.push(asked)
    const fault = state.faults.get(asked.path)
    if (fault) return fault
    const route = open[`${asked.method} ${asked.path}`]
    if (route) return route((asked.body ?? {}) as Record<string, string>)
    if (!asked.token || !state.goodTokens.has(asked.token))
      return { status: 401, body: { message: 'Unauthorized' } }
    return guarded(asked)
  }

  const site = serveSite(directory, DASHBOARD_POLICY)
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://backend')
    if (url.pathname === '/config.json')
      return response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ playerHost: '127.0.0.1:1', stage: 'test' }))
    if (!url.pathname.startsWith('/api/')) return site(request, response)
    const given = await answer(request, url)
    if (given === 'hang') return
    const type = given.status < 400 ? 'application/json' : 'application/problem+json'
    response.writeHead(given.status, { 'content-type': type }).end(JSON.stringify(given.body))
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
        live.send(JSON.stringify({ event: 'watching', data: { sessionId: frame.data?.sessionId ?? null } }))
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
