// An API Gateway event (payload 2.0) as plain facts.
import type {
  APIGatewayEventRequestContextV2,
  APIGatewayProxyEventV2,
  APIGatewayProxyEventV2WithRequestContext,
} from 'aws-lambda'

/** The authorizer is there on member routes only. */
export type HttpEvent = APIGatewayProxyEventV2WithRequestContext<
  APIGatewayEventRequestContextV2 & { authorizer?: { jwt?: { claims?: Record<string, unknown> } } }
> &
  Pick<APIGatewayProxyEventV2, 'routeKey'>

export type IncomingRequest = {
  method: string
  /** As the API names it, without the ids of a caller: `GET /api/v1/sessions/{sessionId}`. */
  route: string
  requestId: string
  /** Names in lower case. */
  headers: Record<string, string>
  query: Record<string, string>
  params: Record<string, string>
  /** The member that the authorizer vouches for. */
  memberId: string | undefined
  sourceIp: string
}

export const toIncomingRequest = (event: HttpEvent): IncomingRequest => {
  const { http, requestId, authorizer } = event.requestContext
  const subject = authorizer?.jwt?.claims?.['sub']
  return {
    method: http.method,
    route: event.routeKey,
    requestId,
    headers: lowerCaseNames(event.headers),
    query: present(event.queryStringParameters),
    params: present(event.pathParameters),
    memberId: typeof subject === 'string' && subject !== '' ? subject : undefined,
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
