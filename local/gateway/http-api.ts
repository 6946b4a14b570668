// An API Gateway HTTP API in this process: routes, authorizers, CORS and the limits of the real one.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Origin } from '../edge/origin.ts'
import type { Invoke } from '../lambda/invoke.ts'
import type { Authorizer, Verdict } from './authorizer.ts'
import { applyCors, type CfnCors, checkCors, isPreflight, preflightResponse } from './cors.ts'
import { TIMED_OUT, within } from './deadline.ts'
import { gatewayId, type NewId } from './gateway-id.ts'
import { HTTP_BODY_MAX_BYTES, HTTP_INTEGRATION_MAX_MS, INVOKE_REQUEST_MAX_BYTES } from './limits.ts'
import { readRequestBody } from './request-body.ts'
import { type GatewayFacts, type RequestEvent, toRequestEvent, withBody } from './request-event.ts'
import { type GatewayResponse, messageResponse, toGatewayResponse } from './response.ts'
import { bySpecificity, matchRoute, type RoutePattern, toRoutePattern } from './route-matching.ts'

export type HttpApiOptions = {
  apiId: string
  domainName: string
  region: string
  accountId: string
  stage?: string
  cors?: CfnCors
  now?: () => number
  newId?: NewId
  log?: (line: object) => void
}

export type HttpRoute = {
  /** `GET /a/{id}`, `ANY /x/{proxy+}` or `$default`. */
  routeKey: string
  invoke: Invoke
  payloadFormatVersion: '2.0'
  timeoutMs: number
  authorizer?: Authorizer
}

export type HttpApi = { origin: Origin; addRoute(route: HttpRoute): void }

type Route = HttpRoute & RoutePattern

const MESSAGES = { 401: 'Unauthorized', 403: 'Forbidden', 500: 'Internal Server Error' }

const refusal = ({ status, challenge }: Extract<Verdict, { allowed: false }>): GatewayResponse => {
  const response = messageResponse(status, MESSAGES[status])
  if (challenge) response.headers.set('www-authenticate', challenge)
  return response
}

const tooLargeToInvoke = (event: RequestEvent): boolean =>
  // JSON makes six bytes of one at worst, so most bodies need no second look.
  (event.body?.length ?? 0) * 6 > INVOKE_REQUEST_MAX_BYTES &&
  Buffer.byteLength(JSON.stringify(event)) > INVOKE_REQUEST_MAX_BYTES

const integrate = async ({ invoke, timeoutMs }: Route, event: RequestEvent): Promise<GatewayResponse> => {
  try {
    const result = await within(Math.min(timeoutMs, HTTP_INTEGRATION_MAX_MS), invoke(event))
    if (result === TIMED_OUT) return messageResponse(503, 'Service Unavailable')
    return toGatewayResponse(result) ?? messageResponse(500, MESSAGES[500])
  } catch {
    return messageResponse(500, MESSAGES[500])
  }
}

/** Undefined for a path that cannot be decoded. The service decodes before it routes, and stops at a `?`. */
const decodedPath = (path: string): string | undefined => {
  try {
    return decodeURIComponent(path).split('?')[0]
  } catch {
    return undefined
  }
}

const write = (method: string | undefined, response: ServerResponse, answer: GatewayResponse) => {
  const { status, headers, body } = answer
  for (const [name, value] of headers) response.setHeader(name, value)
  const bodiless = status === 204 || status === 304
  if (!bodiless) response.setHeader('content-length', body.length)
  response.writeHead(status)
  if (bodiless || method === 'HEAD') response.end()
  else response.end(body)
}

export const createHttpApi = (options: HttpApiOptions): HttpApi => {
  const { stage = '$default', now = Date.now, newId = gatewayId, log = () => {} } = options
  const facts: GatewayFacts = { ...options, stage }
  const cors = options.cors && checkCors(options.cors)
  const prefix = stage === '$default' ? '' : `/${stage}`
  const apiArn = `arn:aws:execute-api:${facts.region}:${facts.accountId}:${facts.apiId}`
  const routes: Route[] = []

  const judge = async (route: Route, event: RequestEvent): Promise<Verdict | undefined> => {
    const { method, path } = event.requestContext.http
    const routeArn = `${apiArn}/${stage}/${method}${path.slice(prefix.length)}`
    try {
      return await route.authorizer?.({ event, routeArn })
    } catch {
      return { allowed: false, status: 500 }
    }
  }

  const call = async (
    route: Route,
    event: RequestEvent,
    request: IncomingMessage,
  ): Promise<GatewayResponse> => {
    const verdict = await judge(route, event)
    if (verdict?.allowed === false) return refusal(verdict)
    const body = await readRequestBody(request, HTTP_BODY_MAX_BYTES)
    if (!body) return messageResponse(413, 'Request Entity Too Large')
    const whole = withBody(event, request, body)
    if (verdict) whole.requestContext = { ...whole.requestContext, authorizer: verdict.context }
    if (tooLargeToInvoke(whole)) return messageResponse(413, 'Request Entity Too Large')
    return await integrate(route, whole)
  }

  const answer = async (request: IncomingMessage, requestId: string, at: number) => {
    const [rawPath = '/', ...rest] = (request.url ?? '/').split('?')
    if (cors && isPreflight(request)) {
      return { route: 'preflight', response: preflightResponse(cors, request.headers) }
    }
    const path = decodedPath(rawPath)
    if (path === undefined) return { route: '', response: messageResponse(400, 'Bad Request') }
    const isOnStage = path.startsWith(`${prefix}/`) || path === prefix
    const match = isOnStage && matchRoute(routes, request.method ?? 'GET', path.slice(prefix.length) || '/')
    if (!match) return { route: '', response: messageResponse(404, 'Not Found') }
    const { route, pathParameters } = match
    const routed = { request, routeKey: route.routeKey, path, query: rest.join('?'), pathParameters }
    const event = toRequestEvent(facts, { ...routed, requestId, at })
    return { route: route.routeKey, response: await call(route, event, request) }
  }

  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    const at = now()
    const requestId = newId()
    const answered = await answer(request, requestId, at)
    if (cors && answered.route !== 'preflight') applyCors(cors, request.headers, answered.response)
    answered.response.headers.set('apigw-requestid', requestId)
    try {
      write(request.method, response, answered.response)
    } catch {
      // A header that no HTTP message can carry is the function's fault, not the client's.
      for (const name of response.getHeaderNames()) response.removeHeader(name)
      answered.response = messageResponse(500, MESSAGES[500])
      answered.response.headers.set('apigw-requestid', requestId)
      write(request.method, response, answered.response)
    }
    log({ route: answered.route, status: answered.response.status, ms: now() - at, requestId })
  }

  return {
    origin: {
      request: (request, response) => {
        // Nothing is left to be told to a client that went away before its request was whole.
        respond(request, response).catch(() => response.destroy())
      },
    },
    addRoute: (route) => {
      if (routes.some(({ routeKey }) => routeKey === route.routeKey)) {
        throw new Error(`The route '${route.routeKey}' is there already.`)
      }
      routes.push({ ...route, ...toRoutePattern(route.routeKey) })
      routes.sort(bySpecificity)
    },
  }
}
