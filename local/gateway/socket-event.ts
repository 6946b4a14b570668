// The events that a WebSocket API gives to its functions.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
import type { IncomingMessage } from 'node:http'
import { clientHeaders, headerSpelling, sourceIp } from './client-headers.ts'
import type { NewId } from './gateway-id.ts'
import { requestTime } from './request-time.ts'

/** What stays the same as long as a connection lasts. */
export type ConnectionFacts = {
  connectionId: string
  connectedAt: number
  identity: { sourceIp: string; userAgent?: string }
  stage: string
  apiId: string
  domainName: string
  /** What the authorizer of $connect said. */
  authorizer?: object
}

export type SocketEvent = {
  headers?: Record<string, string>
  multiValueHeaders?: Record<string, string[]>
  queryStringParameters?: Record<string, string>
  multiValueQueryStringParameters?: Record<string, string[]>
  requestContext: Record<string, unknown> & { requestId: string }
  body?: string
  isBase64Encoded: boolean
}

export type Moment = { now: () => number; newId: NewId }

type EventType = 'CONNECT' | 'MESSAGE' | 'DISCONNECT'

export const connectionFacts = (
  request: IncomingMessage,
  api: Pick<ConnectionFacts, 'stage' | 'apiId' | 'domainName'>,
  { now, newId }: Moment,
): ConnectionFacts => {
  const userAgent = request.headers['user-agent']
  const { stage, apiId, domainName } = api
  const identity = { sourceIp: sourceIp(request), ...(userAgent !== undefined && { userAgent }) }
  return { connectionId: newId(), connectedAt: now(), identity, stage, apiId, domainName }
}

const requestContext = (
  facts: ConnectionFacts,
  routeKey: string,
  eventType: EventType,
  { now, newId }: Moment,
) => {
  const at = now()
  const requestId = newId()
  return {
    routeKey,
    eventType,
    extendedRequestId: requestId,
    requestTime: requestTime(at),
    messageDirection: 'IN',
    ...facts,
    requestTimeEpoch: at,
    requestId,
  }
}

const lastOfEach = (values: Record<string, string[]>) =>
  Object.fromEntries(Object.entries(values).map(([name, all]) => [name, all.at(-1) ?? '']))

const queryOf = (query: string) => {
  const parameters = new URLSearchParams(query)
  const all = Object.fromEntries([...parameters.keys()].map((name) => [name, parameters.getAll(name)]))
  if (parameters.size === 0) return {}
  return { queryStringParameters: lastOfEach(all), multiValueQueryStringParameters: all }
}

export const connectEvent = (
  facts: ConnectionFacts,
  request: IncomingMessage,
  query: string,
  moment: Moment,
): SocketEvent => {
  const headers = [...clientHeaders(request, facts.connectedAt)]
  const all = Object.fromEntries(headers.map(([name, values]) => [headerSpelling(request, name), values]))
  return {
    headers: lastOfEach(all),
    multiValueHeaders: all,
    ...queryOf(query),
    requestContext: requestContext(facts, '$connect', 'CONNECT', moment),
    isBase64Encoded: false,
  }
}

export const messageEvent = (
  facts: ConnectionFacts,
  routeKey: string,
  message: { data: Buffer; isBinary: boolean },
  moment: Moment,
): SocketEvent => ({
  requestContext: { ...requestContext(facts, routeKey, 'MESSAGE', moment), messageId: moment.newId() },
  body: message.data.toString(message.isBinary ? 'base64' : 'utf8'),
  isBase64Encoded: message.isBinary,
})

export const disconnectEvent = (
  facts: ConnectionFacts,
  { code, reason }: { code: number; reason: string },
  moment: Moment,
): SocketEvent => {
  const headers = { Host: facts.domainName, 'x-api-key': '', 'X-Forwarded-For': '', 'x-restapi': '' }
  const multiValueHeaders = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, [value]]),
  )
  const ending = { disconnectStatusCode: code, disconnectReason: reason }
  return {
    headers,
    multiValueHeaders,
    requestContext: { ...requestContext(facts, '$disconnect', 'DISCONNECT', moment), ...ending },
    isBase64Encoded: false,
  }
}
