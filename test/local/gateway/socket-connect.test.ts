import type { IncomingMessage } from 'node:http'
import { connect, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { expect, test } from 'vitest'
import { createSocketAuthorizer } from '../../../local/gateway/socket-authorizer.ts'
import type { SocketEvent } from '../../../local/gateway/socket-event.ts'
import { FunctionError } from '../../../local/lambda/invoke.ts'
import { remembering } from './fake-functions.ts'
import { send, serveOrigin } from './serve-origin.ts'
import { deferred, openSocket, refusedSocket, startSocketApi } from './socket-client.ts'

const AT = Date.UTC(2026, 2, 12, 19, 3, 58)

const connecting = (answer?: (event: SocketEvent) => unknown) => remembering<SocketEvent>(answer)

const rawUpgrade = `GET /live HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${'A'.repeat(22)}==\r\n\r\n`

const rawSocket = (host: string) => {
  const [hostname, port] = host.split(':')
  return connect(Number(port), hostname)
}

test('$connect receives the request as the cloud tells of it', async () => {
  const { invoke, events } = connecting()
  let ids = 0
  const { url } = await startSocketApi([{ routeKey: '$connect', invoke }], {
    now: () => AT,
    newId: () => `id-${++ids}=`,
  })
  await openSocket(`${url}?a=1&a=2&b=%20`, [], { headers: { 'User-Agent': 'probe', 'X-Own': 'yes' } })
  expect(events).toEqual([
    {
      headers: expect.objectContaining({
        Host: url.slice(5, -5),
        'User-Agent': 'probe',
        'X-Own': 'yes',
        'Sec-WebSocket-Version': '13',
        'Sec-WebSocket-Key': expect.any(String),
        'X-Forwarded-For': '127.0.0.1',
        'X-Forwarded-Port': '443',
        'X-Forwarded-Proto': 'https',
        'X-Amzn-Trace-Id': expect.stringMatching(/^Root=1-/),
      }),
      multiValueHeaders: expect.objectContaining({ 'User-Agent': ['probe'], 'X-Own': ['yes'] }),
      queryStringParameters: { a: '2', b: ' ' },
      multiValueQueryStringParameters: { a: ['1', '2'], b: [' '] },
      requestContext: {
        routeKey: '$connect',
        eventType: 'CONNECT',
        messageDirection: 'IN',
        connectionId: 'id-1=',
        connectedAt: AT,
        requestId: 'id-2=',
        extendedRequestId: 'id-2=',
        requestTime: '12/Mar/2026:19:03:58 +0000',
        requestTimeEpoch: AT,
        domainName: 'w1x2y3z4.execute-api.eu-central-1.amazonaws.com',
        stage: 'live',
        apiId: 'w1x2y3z4',
        identity: { sourceIp: '127.0.0.1', userAgent: 'probe' },
      },
      isBase64Encoded: false,
    },
  ])
})

test('a connection id looks like one of the cloud', async () => {
  const { invoke, events } = connecting()
  const { url } = await startSocketApi([{ routeKey: '$connect', invoke }])
  await openSocket(url)
  expect(events[0]?.requestContext['connectionId']).toMatch(/^[\w-]{15}=$/)
})

test('the answer of $connect selects the sub-protocol', async () => {
  const { invoke } = connecting(() => ({
    statusCode: 200,
    headers: { 'Sec-WebSocket-Protocol': 'playhead.v1' },
  }))
  const { url } = await startSocketApi([{ routeKey: '$connect', invoke }])
  const { webSocket } = await openSocket(url, ['ticket-123', 'playhead.v1'])
  expect(webSocket.protocol).toBe('playhead.v1')
})

test('without that answer no sub-protocol is selected, which such a client does not accept', async () => {
  const { url } = await startSocketApi([{ routeKey: '$connect', invoke: connecting().invoke }])
  await expect(openSocket(url, ['playhead.v1'])).rejects.toThrow('no subprotocol')
})

test.each([
  ['401', () => ({ statusCode: 401 }), 401, 'Unauthorized'],
  ['403', () => ({ statusCode: 403, body: 'no' }), 403, 'Forbidden'],
  ['302', () => ({ statusCode: 302 }), 302, 'Found'],
  ['nothing that can be read', () => 'hello', 500, 'Internal server error'],
  [
    'an error',
    () => {
      throw new FunctionError('Error', 'secret')
    },
    500,
    'Internal server error',
  ],
])('an upgrade is refused when $connect answers %s', async (_name, answer, status, message) => {
  const gone = connecting()
  const { url } = await startSocketApi([
    { routeKey: '$connect', invoke: connecting(answer).invoke },
    { routeKey: '$disconnect', invoke: gone.invoke },
  ])
  const refused = await refusedSocket(url)
  expect(refused.status).toBe(status)
  expect(JSON.parse(refused.text)).toMatchObject({ message, connectionId: expect.any(String) })
  expect(gone.events).toHaveLength(0)
})

test('a $connect that takes too long ends the upgrade', async () => {
  const invoke = () => new Promise(() => {})
  const { url } = await startSocketApi([{ routeKey: '$connect', invoke, timeoutMs: 20 }])
  expect((await refusedSocket(url)).status).toBe(504)
})

test('only the stage can be connected to, and only by an upgrade', async () => {
  const { invoke, events } = connecting()
  const { host, url } = await startSocketApi([{ routeKey: '$connect', invoke }])
  expect((await refusedSocket(`ws://${host}/other`)).status).toBe(403)
  expect((await refusedSocket(`${url}/deeper`)).status).toBe(403)
  expect((await send(host, '/live?x=1')).status).toBe(426)
  expect((await send(host, '/')).status).toBe(403)
  const unsound = await send(host, '/live', { headers: { connection: 'upgrade', upgrade: 'websocket' } })
  expect(unsound.status).toBe(400)
  expect(events).toHaveLength(0)
})

test('a connection cannot be posted to until $connect has returned', async () => {
  const mayReturn = deferred()
  const invoked = deferred<string>()
  const { invoke } = connecting(async ({ requestContext }) => {
    invoked.resolve(String(requestContext['connectionId']))
    await mayReturn.promise
    return { statusCode: 200 }
  })
  const { api, url } = await startSocketApi([{ routeKey: '$connect', invoke }])
  const opening = openSocket(url)
  const connectionId = await invoked.promise
  expect(api.post(connectionId, 'early')).toBe('gone')
  expect(api.describe(connectionId)).toBeUndefined()
  mayReturn.resolve()
  const client = await opening
  expect(api.post(connectionId, 'hello')).toBe('sent')
  expect((await client.next()).text).toBe('hello')
})

test('a frame that is there before $connect has returned waits for it', async () => {
  const mayReturn = deferred()
  const order: string[] = []
  const received = deferred()
  const { host } = await startSocketApi([
    {
      routeKey: '$connect',
      invoke: async () => {
        order.push('connecting')
        await mayReturn.promise
        order.push('connected')
        return { statusCode: 200 }
      },
    },
    {
      routeKey: '$default',
      invoke: async (event) => {
        order.push(String((event as SocketEvent).body))
        received.resolve()
      },
    },
  ])
  const socket = rawSocket(host)
  // A masked text frame "hi", its mask all zeros, in the same packet as the upgrade.
  socket.write(
    Buffer.concat([Buffer.from(rawUpgrade), Buffer.from([0x81, 0x82, 0, 0, 0, 0]), Buffer.from('hi')]),
  )
  setImmediate(() => mayReturn.resolve())
  await received.promise
  socket.destroy()
  expect(order).toEqual(['connecting', 'connected', 'hi'])
})

test.each([
  ['hangs up', (socket: Socket) => socket.end()],
  ['is cut off', (socket: Socket) => socket.resetAndDestroy()],
])('a client that %s during $connect is disconnected all the same', async (_how, leave) => {
  const mayReturn = deferred()
  const invoked = deferred()
  const gone = deferred<SocketEvent>()
  const { api } = await startSocketApi([
    {
      routeKey: '$connect',
      invoke: async () => {
        invoked.resolve()
        await mayReturn.promise
        return { statusCode: 200 }
      },
    },
    { routeKey: '$disconnect', invoke: async (event) => gone.resolve(event as SocketEvent) },
  ])
  const left = deferred()
  const observed = {
    request: api.origin.request,
    upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      socket.on('close', () => left.resolve())
      api.origin.upgrade?.(request, socket, head)
    },
  }
  const socket = rawSocket(await serveOrigin(observed))
  socket.write(rawUpgrade)
  await invoked.promise
  leave(socket)
  if (socket.destroyed) await left.promise
  mayReturn.resolve()
  expect((await gone.promise).requestContext).toMatchObject({ disconnectStatusCode: 1006 })
})

test('an authorizer decides before $connect, and its context stays with the connection', async () => {
  const arn = 'arn:aws:execute-api:eu-central-1:123456789012:w1x2y3z4/live/$connect'
  const asked = remembering<{ queryStringParameters: { key: string }; methodArn: string }>(
    ({ queryStringParameters }) => {
      if (queryStringParameters.key === 'broken') throw new FunctionError('Error', 'x')
      const Effect = queryStringParameters.key === 'good' ? 'Allow' : 'Deny'
      const Statement = [{ Effect, Action: 'execute-api:Invoke', Resource: arn }]
      return { principalId: 'me', policyDocument: { Statement }, context: { project: 'demo' } }
    },
  )
  const authorizer = createSocketAuthorizer({
    invoke: asked.invoke,
    identitySource: ['route.request.querystring.key'],
  })
  const opened = connecting()
  const messages = connecting(() => ({ statusCode: 200, body: 'ok' }))
  const { url } = await startSocketApi([
    { routeKey: '$connect', invoke: opened.invoke, authorizer },
    { routeKey: '$default', invoke: messages.invoke, returnResponse: true },
  ])
  expect((await refusedSocket(url)).status).toBe(401)
  expect(await refusedSocket(`${url}?key=bad`)).toMatchObject({
    status: 403,
    text: expect.stringContaining('"Forbidden"'),
  })
  expect((await refusedSocket(`${url}?key=broken`)).status).toBe(500)
  expect(opened.events).toHaveLength(0)
  const client = await openSocket(`${url}?key=good`)
  expect(asked.events.at(-1)).toMatchObject({ type: 'REQUEST', methodArn: arn })
  client.webSocket.send('x')
  await client.next()
  const context = { project: 'demo', principalId: 'me' }
  expect(opened.events[0]?.requestContext['authorizer']).toEqual(context)
  expect(messages.events[0]?.requestContext['authorizer']).toEqual(context)
})
