// An API Gateway WebSocket API in this process: its routes, its connections and the limits of the real one.
import { isUtf8 } from 'node:buffer'
import { type IncomingMessage, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Origin } from '../edge/origin.ts'
import type { Invoke } from '../lambda/invoke.ts'
import { gatewayId, type NewId } from './gateway-id.ts'
import { type Admission, refuseUpgrade, shakeHands } from './handshake.ts'
import { SOCKET_IDLE_MS, SOCKET_MAX_MS, SOCKET_MESSAGE_MAX_BYTES } from './limits.ts'
import { routeSelector } from './route-selection.ts'
import type { SocketAuthorizer } from './socket-authorizer.ts'
import { type Connection, holdConnection } from './socket-connection.ts'
import {
  type ConnectionFacts,
  connectEvent,
  connectionFacts,
  disconnectEvent,
  messageEvent,
  type SocketEvent,
} from './socket-event.ts'
import { failureText, INTERNAL_ERROR, integrateSocket } from './socket-integration.ts'

export type SocketApiOptions = {
  apiId: string
  domainName: string
  region: string
  accountId: string
  stage: string
  /** `$request.body.event` */
  routeSelectionExpression: string
  now?: () => number
  newId?: NewId
  idleMs?: number
  maxMs?: number
  log?: (line: object) => void
}

export type SocketRoute = {
  /** `$connect`, `$disconnect`, `$default` or a name. */
  routeKey: string
  invoke: Invoke
  /** Whether the route has a route response, so that the function's body is sent back. */
  returnResponse: boolean
  timeoutMs?: number
  authorizer?: SocketAuthorizer
}

export type ConnectionDescription = {
  connectedAt: number
  lastActiveAt: number
  identity: ConnectionFacts['identity']
}

export type SocketApi = {
  stage: string
  origin: Origin
  addRoute(route: SocketRoute): void
  /** `gone`: no such connection, or none that is open; `busy`: its client does not read. */
  post(connectionId: string, data: Uint8Array | string): 'sent' | 'gone' | 'busy'
  close(connectionId: string): 'closed' | 'gone'
  describe(connectionId: string): ConnectionDescription | undefined
  stop(): Promise<void>
}

const STOP_MAX_MS = 3_000 // what a $disconnect may still take when the runner stops

export const createSocketApi = (options: SocketApiOptions): SocketApi => {
  const { stage, now = Date.now, newId = gatewayId, log = () => {} } = options
  const { idleMs = SOCKET_IDLE_MS, maxMs = SOCKET_MAX_MS } = options
  const selectRoute = routeSelector(options.routeSelectionExpression)
  const methodArn = `arn:aws:execute-api:${options.region}:${options.accountId}:${options.apiId}/${stage}/$connect`
  const moment = { now, newId }
  const routes = new Map<string, SocketRoute>()
  const connections = new Map<string, { facts: ConnectionFacts; connection: Connection }>()
  let isStopping = false

  const invoke = async (route: SocketRoute, event: SocketEvent, isAnswered: boolean) => {
    const at = now()
    const outcome = await integrateSocket(route, event, isAnswered)
    const { requestId } = event.requestContext
    log({ route: route.routeKey, status: outcome.status, ms: now() - at, requestId })
    return outcome
  }

  /** Fills in `facts.authorizer` where there is an authorizer. */
  const admit = async (facts: ConnectionFacts, event: SocketEvent): Promise<Admission> => {
    const route = routes.get('$connect')
    if (!route) return { admitted: true }
    const { requestId } = event.requestContext
    const refuse = (status: number, message: string): Admission => {
      return { admitted: false, status, body: failureText(message, facts.connectionId, requestId) }
    }
    try {
      const verdict = await route.authorizer?.(event, methodArn)
      if (verdict?.allowed === false) {
        const message = { 401: 'Unauthorized', 403: 'Forbidden', 500: INTERNAL_ERROR }[verdict.status]
        log({ route: '$connect', status: verdict.status, ms: now() - facts.connectedAt, requestId })
        return refuse(verdict.status, message)
      }
      if (verdict) {
        facts.authorizer = verdict.context
        event.requestContext['authorizer'] = verdict.context
      }
    } catch {
      return refuse(500, INTERNAL_ERROR)
    }
    const { status, failure, headers } = await invoke(route, event, true)
    if (failure) return refuse(status, failure)
    if (status >= 300) return refuse(status, STATUS_CODES[status] ?? '')
    const protocol = headers['sec-websocket-protocol']
    return { admitted: true, ...(protocol && { protocol }) }
  }

  const routeOf = (data: Buffer, isBinary: boolean): SocketRoute | undefined => {
    const name = isBinary ? undefined : selectRoute(data.toString())
    // What begins with a dollar sign is the gateway's own and cannot be asked for by a client.
    const chosen = name === undefined || name.startsWith('$') ? undefined : routes.get(name)
    return chosen ?? routes.get('$default')
  }

  const receive = async (facts: ConnectionFacts, connection: Connection, data: Buffer, isBinary: boolean) => {
    const route = routeOf(data, isBinary)
    const event = messageEvent(facts, route?.routeKey ?? '$default', { data, isBinary }, moment)
    const fail = (message: string) =>
      connection.send(failureText(message, facts.connectionId, event.requestContext.requestId), false)
    if (!route) return void fail('Forbidden')
    const { body = '', failure } = await invoke(route, event, route.returnResponse)
    if (failure) fail(failure)
    else if (Buffer.byteLength(body) > SOCKET_MESSAGE_MAX_BYTES) fail(INTERNAL_ERROR)
    else if (route.returnResponse && body) connection.send(body, false)
  }

  const disconnected = async (facts: ConnectionFacts, ending: { code: number; reason: string }) => {
    const route = routes.get('$disconnect')
    if (route) await invoke(route, disconnectEvent(facts, ending, moment), false)
  }

  const connect = (request: IncomingMessage, socket: Duplex, head: Buffer, query: string) => {
    const facts = connectionFacts(request, options, moment)
    const { connectionId } = facts
    shakeHands({
      request,
      socket,
      head,
      admit: () => admit(facts, connectEvent(facts, request, query, moment)),
      lost: () => void disconnected(facts, { code: 1006, reason: '' }),
      opened: (webSocket) => {
        const connection: Connection = holdConnection({
          webSocket,
          socket,
          idleMs,
          maxMs,
          now,
          onMessage: (data, isBinary) => receive(facts, connection, data, isBinary),
          onClosed: (ending) => disconnected(facts, ending),
        })
        connections.set(connectionId, { facts, connection })
        connection.ended.then(() => connections.delete(connectionId))
        if (isStopping) connection.close({ code: 1001, reason: 'Going away' })
      },
    })
  }

  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const [path, ...rest] = (request.url ?? '').split('?')
    if (isStopping) return refuseUpgrade(socket, 503, '{"message":"Service Unavailable"}')
    if (path !== `/${stage}` && path !== `/${stage}/`) {
      return refuseUpgrade(socket, 403, '{"message":"Forbidden"}')
    }
    connect(request, socket, head, rest.join('?'))
  }

  const open = (connectionId: string) => {
    const found = connections.get(connectionId)
    return found?.connection.isOpen() ? found : undefined
  }

  return {
    stage,
    origin: {
      request: (request, response) => {
        const isHere = (request.url ?? '').split('?')[0]?.replace(/\/$/, '') === `/${stage}`
        const status = isHere ? 426 : 403
        const message = isHere ? 'Upgrade Required' : 'Forbidden'
        response.writeHead(status, {
          'content-type': 'application/json',
          ...(isHere && { upgrade: 'websocket' }),
        })
        response.end(JSON.stringify({ message }))
      },
      upgrade,
    },
    addRoute: (route) => {
      if (routes.has(route.routeKey)) throw new Error(`The route '${route.routeKey}' is there already.`)
      if (route.routeKey.startsWith('$') && !/^\$(connect|disconnect|default)$/.test(route.routeKey)) {
        throw new Error(`'${route.routeKey}' is not the key of a route.`)
      }
      routes.set(route.routeKey, route)
    },
    post: (connectionId, data) => {
      // The cloud sends text whatever was posted; bytes that are no text would only break the client.
      const isBinary = typeof data !== 'string' && !isUtf8(data)
      return open(connectionId)?.connection.send(data, isBinary) ?? 'gone'
    },
    close: (connectionId) => {
      const found = open(connectionId)
      found?.connection.close({ code: 1000, reason: 'Connection Closed Normally' })
      return found ? 'closed' : 'gone'
    },
    describe: (connectionId) => {
      const found = open(connectionId)
      if (!found) return undefined
      const { connectedAt, identity } = found.facts
      return { connectedAt, lastActiveAt: found.connection.lastActiveAt(), identity }
    },
    stop: async () => {
      isStopping = true
      const left = [...connections.values()].map(({ connection }) => connection)
      for (const connection of left) connection.close({ code: 1001, reason: 'Going away' })
      const late = new Promise((resolve) => setTimeout(resolve, STOP_MAX_MS).unref())
      await Promise.race([Promise.all(left.map(({ ended }) => ended)), late])
      for (const connection of left) connection.terminate()
    },
  }
}
