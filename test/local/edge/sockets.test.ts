import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { createEdgeFunction } from '../../../local/edge/edge-function.ts'
import type { Origin } from '../../../local/edge/origin.ts'
import type { Service } from '../../../local/services/service.ts'
import { ALL_VIEWER_EXCEPT_HOST, ask, behavior, config, customOrigin, nobody, startEdge } from './edge.ts'

let edge: Service | undefined
let clients: WebSocket[] = []
afterEach(async () => {
  for (const client of clients) client.terminate()
  clients = []
  await edge?.stop()
  edge = undefined
})

const talking = () => {
  const sockets = new WebSocketServer({ noServer: true, handleProtocols: () => 'playhead.v1' })
  const origin: Origin = {
    ...nobody,
    upgrade: (request, socket, head) =>
      sockets.handleUpgrade(request, socket, head, (client) => {
        client.send(`${request.url} ${request.headers.host}`)
        client.on('message', (data) => client.send(data.toString().toUpperCase()))
        sockets.emit('connection', client)
      }),
  }
  return { origin, sockets }
}

const code = `function handler(event) {
  var request = event.request
  if (request.uri === '/ws/closed') return { statusCode: 403, body: 'not here' }
  request.querystring.channel = { value: request.uri.substring(4) }
  request.uri = '/ws'
  return request
}`

const start = (socket: Origin, readTimeout = 30) => {
  const CacheBehaviors = [
    behavior('socket', {
      PathPattern: '/ws/*',
      OriginRequestPolicyId: ALL_VIEWER_EXCEPT_HOST,
      FunctionAssociations: [{ EventType: 'viewer-request', FunctionARN: 'paths' }],
    }),
  ]
  const Origins = [
    customOrigin('app'),
    customOrigin('socket', { OriginPath: '/prod', CustomOriginConfig: { OriginReadTimeout: readTimeout } }),
  ]
  const functions = new Map([
    ['paths', createEdgeFunction({ name: 'paths', code, runtime: 'cloudfront-js-2.0' })],
  ])
  return startEdge({ app: nobody, socket }, { config: config({ CacheBehaviors, Origins }), functions })
}

const dial = (path: string, protocols: string[] = []) => {
  const client = new WebSocket(`${edge?.url.replace('http', 'ws')}${path}`, protocols)
  clients.push(client)
  return client
}
const message = async (client: WebSocket) => String((await once(client, 'message'))[0])
const refusal = (client: WebSocket) =>
  new Promise<number | undefined>((resolve) => {
    client.once('unexpected-response', (_request, response) => {
      resolve(response.statusCode)
      response.resume()
    })
    client.on('error', () => {})
  })

test('a WebSocket passes its behaviour, function and origin path, and talks both ways', async () => {
  edge = await start(talking().origin)
  const client = dial('/ws/one?a=1', ['playhead.v1', 'ticket'])
  expect(await message(client)).toBe('/prod/ws?a=1&channel=one socket.example')
  expect(client.protocol).toBe('playhead.v1')
  client.send('hello')
  expect(await message(client)).toBe('HELLO')
  const long = 'x'.repeat(1_000_000)
  client.send(long)
  expect(await message(client)).toBe(long.toUpperCase())
})

test('either end hears when the other closes or breaks off', async () => {
  const { origin, sockets } = talking()
  edge = await start(origin)
  const meet = async () => {
    const joined = once(sockets, 'connection')
    const client = dial('/ws/one')
    const [[server]] = await Promise.all([joined, message(client)])
    return { client, server: server as WebSocket }
  }
  const closing = await meet()
  closing.client.close(4001, 'bye')
  expect((await once(closing.server, 'close'))[0]).toBe(4001)
  const closed = await meet()
  closed.server.close(4002)
  expect((await once(closed.client, 'close'))[0]).toBe(4002)
  const breaking = await meet()
  breaking.client.terminate()
  expect((await once(breaking.server, 'close'))[0]).toBe(1006)
  const broken = await meet()
  broken.server.terminate()
  expect((await once(broken.client, 'close'))[0]).toBe(1006)
})

test('a function can refuse a WebSocket', async () => {
  edge = await start(talking().origin)
  expect(await refusal(dial('/ws/closed'))).toBe(403)
})

test('an origin can refuse a WebSocket with an answer of its own', async () => {
  const upgrade: Origin['upgrade'] = (_request, socket) =>
    void socket.end('HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno')
  edge = await start({ ...nobody, upgrade })
  expect(await refusal(dial('/ws/one'))).toBe(401)
})

const unfit: [string, number, Origin][] = [
  ['takes none', 502, nobody],
  [
    'throws',
    502,
    {
      ...nobody,
      upgrade: () => {
        throw new Error('broken')
      },
    },
  ],
  ['hangs up', 502, { ...nobody, upgrade: (_request, socket) => void socket.destroy() }],
  ['never answers', 504, { ...nobody, upgrade: () => {} }],
]

test.each(unfit)('an origin that %s answers %i', async (_what, status, origin) => {
  edge = await start(origin, 1)
  expect(await refusal(dial('/ws/one'))).toBe(status)
})

test('a viewer who leaves before the answer does no harm', async () => {
  const asked = Promise.withResolvers<void>()
  const left = Promise.withResolvers<void>()
  const upgrade: Origin['upgrade'] = (_request, socket) => {
    socket.once('close', () => left.resolve())
    asked.resolve()
  }
  edge = await start({ ...nobody, upgrade })
  const viewer = connect(Number(new URL(edge.url).port), '127.0.0.1')
  viewer.write(
    'GET /ws/one HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n',
  )
  await asked.promise
  viewer.destroy()
  await left.promise
  expect((await ask(edge.url, '/')).status).toBe(200)
})

test('an upgrade to anything but a WebSocket is refused', async () => {
  edge = await start(talking().origin)
  const headers = { connection: 'Upgrade', upgrade: 'h2c' }
  expect((await ask(edge.url, '/ws/one', { headers })).status).toBe(400)
})

test('stopping the edge ends the WebSockets that pass through it', async () => {
  edge = await start(talking().origin)
  const client = dial('/ws/one')
  await message(client)
  const closed = once(client, 'close')
  await edge.stop()
  edge = undefined
  expect((await closed)[0]).toBe(1006)
})
