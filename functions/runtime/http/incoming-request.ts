// A request as the recipe reads it, out of the event that API Gateway sends (payload 2.0).
import type { APIGatewayProxyEventV2 } from 'aws-lambda'

export type HttpEvent = APIGatewayProxyEventV2

export type IncomingRequest = {
  method: string
  /** As the API names it, without the ids of a caller: `GET /api/v1/sessions/{sessionId}`. */
  route: string
  path: string
  requestId: string
  /** Names in lower case. */
  headers: Record<string, string>
  cookies: Record<string, string>
  query: Record<string, string>
  params: Record<string, string>
  sourceIp: string
}

export const toIncomingRequest = (event: HttpEvent): IncomingRequest => {
  const { http, requestId } = event.requestContext
  return {
    method: http.method,
    route: event.routeKey,
    path: event.rawPath,
    requestId,
    headers: lowerCaseNames(event.headers),
    cookies: cookiesOf(event.cookies ?? []),
    query: present(event.queryStringParameters),
    params: present(event.pathParameters),
    sourceIp: http.sourceIp,
  }
}

type Entries = Record<string, string | undefined> | undefined

const present = (entries: Entries): Record<string, string> =>
  Object.fromEntries(
    Object.entries(entries ?? {}).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  )

const lowerCaseNames = (entries: Entries): Record<string, string> =>
  Object.fromEntries(Object.entries(present(entries)).map(([key, value]) => [key.toLowerCase(), value]))

const cookiesOf = (lines: string[]): Record<string, string> =>
  Object.fromEntries(
    lines.flatMap((line) => {
      const at = line.indexOf('=')
      return at < 1 ? [] : [[line.slice(0, at).trim(), line.slice(at + 1).trim()]]
    }),
  )
