// The @connections API on the loopback, for the SDK: post to a connection, look at it, close it.
import type { IncomingMessage } from 'node:http'
import { listen } from '../services/json-service.ts'
import type { Service } from '../services/service.ts'
import { gatewayId } from './gateway-id.ts'
import { SOCKET_MESSAGE_MAX_BYTES } from './limits.ts'
import { readRequestBody } from './request-body.ts'
import type { SocketApi } from './socket-api.ts'

export type ManagementApiOptions = {
  /** Looked at anew with every call, so that an API may be added later. */
  apis: readonly SocketApi[]
  port?: number
}

type Answer = { status: number; error?: string; body?: object }

const SIGNED =
  /^AWS4-HMAC-SHA256 Credential=[^,\s]+\/execute-api\/aws4_request, ?SignedHeaders=[^,\s]+, ?Signature=[0-9a-f]{64}$/

const failure = (status: number, error: string, message?: string): Answer => ({
  status,
  error,
  ...(message && { body: { message } }),
})

const GONE = failure(410, 'GoneException')
const FORBIDDEN = failure(403, 'ForbiddenException', 'Forbidden')
const UNSIGNED = failure(403, 'MissingAuthenticationTokenException', 'Missing Authentication Token')
const TOO_LARGE = failure(413, 'PayloadTooLargeException', 'Payload too large')
const BUSY = failure(429, 'LimitExceededException', 'Too many messages wait for this connection')
const INVALID = failure(400, 'BadRequestException', 'Invalid connectionId')

/** With the stage or without: the SDK appends its path to whatever endpoint it was given. */
const readPath = (
  url: string,
): { stage: string | undefined; connectionId: string } | 'malformed' | undefined => {
  try {
    const path = decodeURIComponent(url.split('?')[0] ?? '')
    const [, stage, connectionId] = /^(?:\/([^/]+))?\/@connections\/([^/]+)$/.exec(path) ?? []
    return connectionId ? { stage, connectionId } : undefined
  } catch {
    return 'malformed'
  }
}

const describe = (api: SocketApi, connectionId: string): Answer => {
  const description = api.describe(connectionId)
  if (!description) return GONE
  const { connectedAt, lastActiveAt, identity } = description
  const iso = (at: number) => new Date(at).toISOString()
  return {
    status: 200,
    body: {
      connectedAt: iso(connectedAt),
      lastActiveAt: iso(lastActiveAt),
      identity: { sourceIp: identity.sourceIp, userAgent: identity.userAgent ?? '' },
    },
  }
}

const post = async (api: SocketApi, connectionId: string, request: IncomingMessage): Promise<Answer> => {
  const data = await readRequestBody(request, SOCKET_MESSAGE_MAX_BYTES)
  if (!data) return TOO_LARGE
  return { sent: { status: 200 }, gone: GONE, busy: BUSY }[api.post(connectionId, data)]
}

const answer = async (apis: readonly SocketApi[], request: IncomingMessage): Promise<Answer> => {
  if (!SIGNED.test(request.headers.authorization ?? '')) return UNSIGNED
  const path = readPath(request.url ?? '')
  if (path === 'malformed') return INVALID
  if (!path) return FORBIDDEN
  const onStage = apis.filter(({ stage }) => path.stage === undefined || path.stage === stage)
  if (onStage.length === 0 && path.stage !== undefined) return FORBIDDEN
  const api = onStage.find((one) => one.describe(path.connectionId))
  if (!api) return GONE
  if (request.method === 'POST') return await post(api, path.connectionId, request)
  if (request.method === 'GET') return describe(api, path.connectionId)
  if (request.method !== 'DELETE') return FORBIDDEN
  return api.close(path.connectionId) === 'closed' ? { status: 204 } : GONE
}

export const createManagementApi = ({ apis, port = 0 }: ManagementApiOptions): Promise<Service> =>
  listen((request, response) => {
    answer(apis, request)
      .then(({ status, error, body }) => {
        response.writeHead(status, {
          'x-amzn-requestid': gatewayId(),
          ...(error && { 'x-amzn-errortype': error }),
          ...(body && { 'content-type': 'application/json' }),
        })
        response.end(body && JSON.stringify(body))
      })
      .catch(() => response.destroy())
  }, port)
