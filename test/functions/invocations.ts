// The events that Lambda hands to a function, with the parts that ours read.
import type { Context, KinesisStreamEvent } from 'aws-lambda'
import type { HttpFunction } from '../../functions/runtime/http/http.ts'
import type { HttpEvent } from '../../functions/runtime/http/incoming-request.ts'
import type { SocketEvent } from '../../functions/runtime/socket.ts'

export const context = (parts: Partial<Context> = {}): Context =>
  ({
    functionName: 'tested',
    functionVersion: '7',
    awsRequestId: 'request-1',
    getRemainingTimeInMillis: () => 60_000,
    ...parts,
  }) as Context

export type Call = {
  method?: string
  route?: string
  query?: Record<string, string>
  params?: Record<string, string>
  headers?: Record<string, string>
  body?: unknown
  raw?: Buffer | string
  memberId?: string
  sourceIp?: string
}

export const httpEvent = ({ method = 'GET', route = '/tested', ...call }: Call = {}): HttpEvent => {
  const text = call.body === undefined ? call.raw : JSON.stringify(call.body)
  return {
    version: '2.0',
    routeKey: `${method} ${route}`,
    rawPath: route,
    rawQueryString: '',
    headers: call.headers ?? {},
    ...(call.query && { queryStringParameters: call.query }),
    ...(call.params && { pathParameters: call.params }),
    requestContext: {
      requestId: 'gateway-1',
      http: {
        method,
        path: route,
        sourceIp: call.sourceIp ?? '203.0.113.9',
        protocol: 'HTTP/1.1',
        userAgent: '',
      },
      ...(call.memberId && { authorizer: { jwt: { claims: { sub: call.memberId }, scopes: null } } }),
    },
    ...(text !== undefined && { body: text.toString(Buffer.isBuffer(text) ? 'base64' : undefined) }),
    isBase64Encoded: Buffer.isBuffer(text),
  } as HttpEvent
}

export type Reply = { status: number; headers: Record<string, string>; body: unknown }

export const call = async (handler: HttpFunction, parts: Call = {}): Promise<Reply> => {
  const { statusCode = 0, headers = {}, body } = await handler(httpEvent(parts), context())
  const names = Object.entries(headers).map(([name, value]) => [name, String(value)])
  return {
    status: statusCode,
    headers: Object.fromEntries(names),
    body: body === undefined ? undefined : JSON.parse(body),
  }
}

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
): SocketEvent => ({ requestContext: { connectionId, routeKey, requestId: 'gateway-1' }, ...parts })
