// The recipe of every HTTP function: one or several routes behind one gate; one log line and safe headers for each answer.
import middy from '@middy/core'
import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda'
import { aliases } from '../../../core/api/aliases.ts'
import { type Operation, routeOf } from '../../../core/api/operation.ts'
import { rateLimitHeaders } from '../../../core/rate-limits/headers.ts'
import { errorFields, log } from '../log.ts'
import type { HttpAnswer } from './answer.ts'
import { crossOriginHeaders } from './cross-origin.ts'
import { exchange, type Verdicts } from './exchange.ts'
import type { Gate } from './gate.ts'
import { type HttpEvent, toIncomingRequest } from './incoming-request.ts'
import { toProblem } from './problem.ts'
import type { Route } from './route.ts'
import { safeHeaders } from './safe-headers.ts'

export type HttpFunction = {
  (event: HttpEvent, context: Context): Promise<APIGatewayProxyStructuredResultV2>
  operations: Operation[]
}

export const http = (gate: Gate, ...routes: Route[]): HttpFunction => {
  const byRoute = new Map(routes.map((known) => [routeOf(known.operation), known]))
  for (const { route, to } of aliases) {
    const known = byRoute.get(to)
    if (known) byRoute.set(route, known)
  }

  const serve = async (event: HttpEvent): Promise<APIGatewayProxyStructuredResultV2> => {
    const startedAt = performance.now()
    const { requestId } = event.requestContext
    const verdicts: Verdicts = []
    const known = byRoute.get(event.routeKey)
    const { answer, error } = await run(async () => {
      if (!known) throw new Error(`The function has no route ${event.routeKey}.`)
      return exchange(gate, known, event, toIncomingRequest(event), verdicts)
    }, requestId)
    log[answer.status < 500 ? 'info' : 'error']('request', {
      method: event.requestContext.http.method,
      route: event.routeKey,
      status: answer.status,
      ms: Math.round(performance.now() - startedAt),
      requestId,
      ...refusal(verdicts),
      ...(answer.status >= 500 && errorFields(error)),
    })
    return toResponse(answer, {
      ...safeHeaders(requestId),
      ...crossOriginHeaders(known?.operation, event.headers['origin'], gate.origins),
      ...rateLimitHeaders(verdicts),
    })
  }
  return Object.assign(middy<HttpEvent, APIGatewayProxyStructuredResultV2>(serve), {
    operations: routes.map(({ operation }) => operation),
  })
}

const run = async (
  work: () => Promise<HttpAnswer>,
  requestId: string,
): Promise<{ answer: HttpAnswer; error?: unknown }> => {
  try {
    return { answer: await work() }
  } catch (error) {
    return { answer: toProblem(error, requestId), error }
  }
}

const refusal = (verdicts: Verdicts): Record<string, string | boolean> => {
  const refusing = verdicts.find(({ allowed }) => !allowed)
  return {
    ...(refusing && { limit: refusing.policy.name }),
    ...(verdicts.some(({ degraded }) => degraded) && { limiterDown: true }),
  }
}

/** An answer's own headers win over those that all have: a page of HTML brings its own policy. */
const toResponse = (
  { status, body, text, bytes, headers, cookies }: HttpAnswer,
  common: Record<string, string>,
): APIGatewayProxyStructuredResultV2 => ({
  statusCode: status,
  headers: {
    ...common,
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...headers,
  },
  ...(cookies && cookies.length > 0 && { cookies }),
  ...(body !== undefined && { body: JSON.stringify(body) }),
  ...(text !== undefined && { body: text }),
  ...(bytes && { body: Buffer.from(bytes).toString('base64'), isBase64Encoded: true }),
})
