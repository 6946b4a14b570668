// The recipe of every function behind the WebSocket API.
import middy from '@middy/core'
import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda'
import { AppError } from '../../core/errors.ts'
import { errorFields, log } from './log.ts'

export type SocketEvent = {
  requestContext: { connectionId: string; routeKey: string; requestId: string }
  /** Only `$connect` has headers. */
  headers?: Record<string, string | undefined>
  queryStringParameters?: Record<string, string | undefined> | null
  body?: string
}

export type SocketRequest = {
  connectionId: string
  /** Of `$connect` alone; names in lower case. */
  headers: Record<string, string>
  /** The sub-protocols that the client offers when it connects. */
  protocols: string[]
  /** What the address names: `session:<id>` for `/ws/sessions/<id>`, rewritten at the edge. */
  channel: string | undefined
  body: string
}

export type SocketAnswer = { status: number; headers?: Record<string, string> }
export type SocketFunction = (
  event: SocketEvent,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>

export const socket = (handler: (request: SocketRequest) => Promise<SocketAnswer>): SocketFunction => {
  const serve = async (event: SocketEvent): Promise<APIGatewayProxyStructuredResultV2> => {
    const { connectionId, routeKey, requestId } = event.requestContext
    const startedAt = performance.now()
    const { answer, error } = await run(handler, {
      connectionId,
      ...handshakeOf(event.headers),
      channel: event.queryStringParameters?.['channel'],
      body: event.body ?? '',
    })
    log[answer.status < 500 ? 'info' : 'error']('frame', {
      route: routeKey,
      status: answer.status,
      ms: Math.round(performance.now() - startedAt),
      requestId,
      ...(answer.status >= 500 && errorFields(error)),
    })
    return { statusCode: answer.status, ...(answer.headers && { headers: answer.headers }) }
  }
  return middy<SocketEvent, APIGatewayProxyStructuredResultV2>(serve)
}

const run = async (
  handler: (request: SocketRequest) => Promise<SocketAnswer>,
  request: SocketRequest,
): Promise<{ answer: SocketAnswer; error?: unknown }> => {
  try {
    return { answer: await handler(request) }
  } catch (error) {
    return { answer: { status: error instanceof AppError ? error.status : 500 }, error }
  }
}

const handshakeOf = (given: SocketEvent['headers']): Pick<SocketRequest, 'headers' | 'protocols'> => {
  const headers = Object.fromEntries(
    Object.entries(given ?? {}).map(([name, value]) => [name.toLowerCase(), value ?? '']),
  )
  const protocols = (headers['sec-websocket-protocol'] ?? '')
    .split(',')
    .map((protocol) => protocol.trim())
    .filter((protocol) => protocol !== '')
  return { headers, protocols }
}
