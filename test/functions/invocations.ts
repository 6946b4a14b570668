// The events that Lambda hands to a function, with the parts that ours read.
import type { Context, KinesisStreamEvent } from 'aws-lambda'
import { routeOf } from '../../core/api/operation.ts'
import type { HttpFunction } from '../../functions/runtime/http/http.ts'
import type { HttpEvent } from '../../functions/runtime/http/incoming-request.ts'
import type { SocketEvent } from '../../functions/runtime/socket.ts'
import { checkAnswer } from './check-answer.ts'
import { accessToken } from './member-pool.ts'

export const context = (parts: Partial<Context> = {}): Context =>
  ({
    functionName: 'tested',
    functionVersion: '7',
    awsRequestId: 'request-1',
    getRemainingTimeInMillis: () => 60_000,
    ...parts,
  }) as Context

export type Call = {
  /** The operation's id, where a function has several. */
  to?: string
  /** Another route that leads to it, such as an alias. */
  route?: string
  query?: Record<string, string>
  params?: Record<string, string>
  headers?: Record<string, string>
  cookies?: string[]
  body?: unknown
  raw?: Buffer | string
  /** Whose access token it carries. */
  memberId?: string
  sourceIp?: string
}

/** What the edge says of itself, see stage.ts. */
export const EDGE_SECRET = 'by the edge'

/** Of a route such as `GET /api/v1/keys/{keyId}`; what is named `$default` has its method and path in `at`. */
export const httpEvent = (route: string, call: Call = {}, at = route): HttpEvent => {
  const [method = '', template = ''] = at.split(' ')
  const path = template.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(call.params?.[name] ?? ''))
  const text = call.body === undefined ? call.raw : JSON.stringify(call.body)
  return {
    version: '2.0',
    routeKey: route,
    rawPath: path,
    rawQueryString: '',
    headers: { 'x-playhead-edge': EDGE_SECRET, ...call.headers },
    ...(call.cookies && { cookies: call.cookies }),
    ...(call.query && { queryStringParameters: call.query }),
    ...(call.params && { pathParameters: call.params }),
    requestContext: {
      requestId: 'gateway-1',
      http: { method, path, sourceIp: call.sourceIp ?? '203.0.113.9', protocol: 'HTTP/1.1', userAgent: '' },
    },
    ...(text !== undefined && { body: text.toString(Buffer.isBuffer(text) ? 'base64' : undefined) }),
    isBase64Encoded: Buffer.isBuffer(text),
  } as unknown as HttpEvent
}

export type Reply = { status: number; headers: Record<string, string>; body: unknown }

/** Calls an operation of a function, and holds the answer to what the operation promises. */
export const call = async (handler: HttpFunction, parts: Call = {}): Promise<Reply> => {
  const known = handler.operations.filter(({ id }) => parts.to === undefined || id === parts.to)
  const [operation, ...others] = known
  if (!operation || others.length > 0) throw new Error(`Say which operation: there are ${known.length}.`)
  const { memberId } = parts
  const headers = {
    ...(memberId !== undefined && { authorization: `Bearer ${await accessToken(memberId)}` }),
    ...parts.headers,
  }
  const event = httpEvent(parts.route ?? routeOf(operation), { ...parts, headers })
  const reply = await replyTo(handler, event)
  checkAnswer(operation, reply)
  return reply
}

export const replyTo = async (handler: HttpFunction, event: HttpEvent): Promise<Reply> => {
  const { statusCode = 0, headers = {}, body, isBase64Encoded } = await handler(event, context())
  const names = Object.entries(headers).map(([name, value]) => [name, String(value)])
  return {
    status: statusCode,
    headers: Object.fromEntries(names),
    body: isBase64Encoded ? Buffer.from(body ?? '', 'base64') : bodyOf(body, headers),
  }
}

const bodyOf = (body: string | undefined, headers: Record<string, unknown>): unknown =>
  body === undefined || isText(headers) ? body : JSON.parse(body)

const isText = (headers: Record<string, unknown>): boolean =>
  String(headers['content-type']).startsWith('text/')

/** A batch as JSON, or the bytes of something else. */
export const kinesisEvent = (records: unknown[], from = 0): KinesisStreamEvent => ({
  Records: records.map((record, index) => ({
    awsRegion: 'us-east-1',
    eventID: `shardId-000000000000:${sequenceNumber(from + index)}`,
    eventName: 'aws:kinesis:record',
    eventSource: 'aws:kinesis',
    eventSourceARN: 'arn:aws:kinesis:us-east-1:000000000000:stream/events',
    eventVersion: '1.0',
    invokeIdentityArn: 'arn:aws:iam::000000000000:role/tested',
    kinesis: {
      kinesisSchemaVersion: '1.0',
      partitionKey: 'tested',
      sequenceNumber: sequenceNumber(from + index),
      approximateArrivalTimestamp: 1_795_176_000.123,
      data: (Buffer.isBuffer(record) ? record : Buffer.from(JSON.stringify(record))).toString('base64'),
    },
  })),
})

export const sequenceNumber = (index: number): string =>
  (49_600_000_000_000_000_000_000_000_000_000_000_000_000_000_000_000_000_000n + BigInt(index)).toString()

export const socketEvent = (
  connectionId: string,
  routeKey: string,
  parts: Pick<SocketEvent, 'headers' | 'body' | 'queryStringParameters'> = {},
): SocketEvent => ({
  requestContext: { connectionId, routeKey, requestId: 'gateway-1' },
  ...parts,
  headers: { 'x-playhead-edge': EDGE_SECRET, ...parts.headers },
})
