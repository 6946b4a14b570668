// The event that an HTTP API gives to a function: payload format 2.0.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
import type { IncomingMessage } from 'node:http'
import { clientHeaders, sourceIp } from './client-headers.ts'
import { requestTime } from './request-time.ts'

export type GatewayFacts = {
  apiId: string
  domainName: string
  region: string
  accountId: string
  stage: string
}

export type RequestEvent = {
  version: '2.0'
  routeKey: string
  rawPath: string
  rawQueryString: string
  cookies?: string[]
  headers: Record<string, string>
  queryStringParameters?: Record<string, string>
  requestContext: {
    accountId: string
    apiId: string
    authorizer?: object
    domainName: string
    domainPrefix: string
    http: { method: string; path: string; protocol: string; sourceIp: string; userAgent: string }
    requestId: string
    routeKey: string
    stage: string
    time: string
    timeEpoch: number
  }
  pathParameters?: Record<string, string>
  body?: string
  isBase64Encoded: boolean
}

export type RoutedRequest = {
  request: IncomingMessage
  routeKey: string
  /** Decoded: the handler never sees what the client escaped. */
  path: string
  query: string
  pathParameters: Map<string, string>
  requestId: string
  at: number
}

const joinedQuery = (query: string): Map<string, string> => {
  const joined = new Map<string, string>()
  for (const [name, value] of new URLSearchParams(query)) {
    const before = joined.get(name)
    joined.set(name, before === undefined ? value : `${before},${value}`)
  }
  return joined
}

const filled = <Name extends string>(name: Name, entries: Map<string, string>) =>
  entries.size > 0 ? { [name]: Object.fromEntries(entries) } : {}

/** Without the body, which is read only when the authorizer has agreed. */
export const toRequestEvent = (
  facts: GatewayFacts,
  { request, routeKey, path, query, pathParameters, requestId, at }: RoutedRequest,
): RequestEvent => {
  const headers = clientHeaders(request, at)
  const cookies = headers.get('cookie')?.flatMap((line) => line.split(/;\s*/).filter(Boolean)) ?? []
  headers.delete('cookie')
  if (!headers.has('content-length')) headers.set('content-length', ['0'])
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: query,
    ...(cookies.length > 0 && { cookies }),
    headers: Object.fromEntries([...headers].map(([name, values]) => [name, values.join(',')])),
    ...filled('queryStringParameters', joinedQuery(query)),
    requestContext: {
      accountId: facts.accountId,
      apiId: facts.apiId,
      domainName: facts.domainName,
      domainPrefix: facts.domainName.split('.')[0] ?? '',
      http: {
        method: request.method ?? 'GET',
        path,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: sourceIp(request),
        userAgent: request.headers['user-agent'] ?? '',
      },
      requestId,
      routeKey,
      stage: facts.stage,
      time: requestTime(at),
      timeEpoch: at,
    },
    ...filled('pathParameters', pathParameters),
    isBase64Encoded: false,
  }
}

const TEXT = /^(text\/.*|application\/(json|javascript|xml))$/i

const isText = ({ headers }: IncomingMessage): boolean => {
  const mediaType = (headers['content-type'] ?? '').split(';')[0]?.trim() ?? ''
  return !headers['content-encoding'] && TEXT.test(mediaType)
}

export const withBody = (event: RequestEvent, request: IncomingMessage, body: Buffer): RequestEvent => {
  if (body.length === 0) return event
  const asText = isText(request)
  return { ...event, body: body.toString(asText ? 'utf8' : 'base64'), isBase64Encoded: !asText }
}
