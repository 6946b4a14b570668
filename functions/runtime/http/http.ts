// The recipe of every HTTP function: access, then validation, then the handler; one log line and safe headers.
import middy, { type MiddlewareObj } from '@middy/core'
import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda'
import type * as z from 'zod'
import { errorFields, log } from '../log.ts'
import type { HttpAnswer } from './answer.ts'
import { decodeBody } from './decode-body.ts'
import { type HttpEvent, type IncomingRequest, toIncomingRequest } from './incoming-request.ts'
import { toProblem } from './problem.ts'
import { validate } from './validate.ts'

/** Says who calls, or throws: asked before a byte of the body is read. */
export type Access<Caller> = (request: IncomingRequest) => Promise<Caller>

type Recipe<Caller, Query, Body, Params> = {
  access?: Access<Caller>
  query?: z.ZodType<Query>
  body?: z.ZodType<Body>
  params?: z.ZodType<Params>
  /** Pages of any site may call this route, without credentials, and read its answer. */
  anyOrigin?: true
}

export type HttpRequest<Caller, Query, Body, Params> = Pick<IncomingRequest, 'headers' | 'sourceIp'> & {
  caller: Caller
  query: Query
  body: Body
  params: Params
}

export type HttpFunction = (event: HttpEvent, context: Context) => Promise<APIGatewayProxyStructuredResultV2>
type HttpMiddleware = MiddlewareObj<
  HttpEvent,
  APIGatewayProxyStructuredResultV2,
  Error,
  Context,
  { startedAt?: number }
>

export const http = <Caller = undefined, Query = undefined, Body = undefined, Params = undefined>(
  recipe: Recipe<Caller, Query, Body, Params>,
  handler: (request: HttpRequest<Caller, Query, Body, Params>) => Promise<HttpAnswer>,
): HttpFunction => {
  const serve = async (event: HttpEvent): Promise<APIGatewayProxyStructuredResultV2> => {
    const incoming = toIncomingRequest(event)
    if (recipe.anyOrigin && incoming.method === 'OPTIONS') return PREFLIGHT
    const { headers, sourceIp } = incoming
    const caller = recipe.access && (await recipe.access(incoming))
    const query = recipe.query && validate('query', recipe.query, incoming.query)
    const params = recipe.params && validate('params', recipe.params, incoming.params)
    const body = recipe.body && validate('body', recipe.body, decodeBody({ ...event, headers }))
    // A part without a schema has the type undefined, which inference cannot tell.
    return toResponse(
      await handler({ headers, sourceIp, caller, query, params, body } as HttpRequest<
        Caller,
        Query,
        Body,
        Params
      >),
    )
  }
  // After-stages run last to first: the log line sees the final status.
  return middy<HttpEvent, APIGatewayProxyStructuredResultV2>(serve)
    .use(requestLog())
    .use(safeHeaders(recipe.anyOrigin ?? false))
    .use(problemDocuments())
}

const PREFLIGHT: APIGatewayProxyStructuredResultV2 = {
  statusCode: 204,
  headers: {
    'access-control-allow-methods': 'POST, OPTIONS',
    'access-control-allow-headers': 'content-type, content-encoding, x-api-key',
    'access-control-max-age': '86400',
  },
}

const toResponse = ({ status, body, headers }: HttpAnswer): APIGatewayProxyStructuredResultV2 => ({
  statusCode: status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
})

const problemDocuments = (): HttpMiddleware => ({
  onError: (request) => {
    request.response = toResponse(toProblem(request.error, request.event.requestContext.requestId))
  },
})

const safeHeaders = (anyOrigin: boolean): HttpMiddleware => {
  const add: HttpMiddleware['after'] = (request) => {
    if (!request.response) return
    request.response = {
      ...request.response,
      headers: {
        ...request.response.headers,
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        'x-request-id': request.event.requestContext.requestId,
        ...(anyOrigin && {
          'access-control-allow-origin': '*',
          'access-control-expose-headers': 'retry-after, x-request-id',
        }),
      },
    }
  }
  return { after: add, onError: add }
}

const requestLog = (): HttpMiddleware => {
  const write: HttpMiddleware['after'] = ({ event, response, error, internal }) => {
    const status = response?.statusCode ?? 500
    log[status < 500 ? 'info' : 'error']('request', {
      method: event.requestContext.http.method,
      route: event.routeKey,
      status,
      ms: Math.round(performance.now() - (internal.startedAt ?? 0)),
      requestId: event.requestContext.requestId,
      ...(status >= 500 && error && errorFields(error)),
    })
  }
  return {
    before: ({ internal }) => {
      internal.startedAt = performance.now()
    },
    after: write,
    onError: write,
  }
}
