import { expect, test } from 'vitest'
import type { SocketEvent } from '../../../local/gateway/socket-event.ts'
import { FunctionError } from '../../../local/lambda/invoke.ts'
import { remembering } from './fake-functions.ts'
import { deferred, openSocket, type Route, startSocketApi } from './socket-client.ts'

const echo = (routeKey: string): Route => ({
  routeKey,
  returnResponse: true,
  invoke: async (event) => {
    const { body, isBase64Encoded, requestContext } = event as SocketEvent
    const answer = { routeKey: requestContext['routeKey'], body, isBase64Encoded }
    return { statusCode: 200, body: JSON.stringify(answer) }
  },
})

/** What the function of the chosen route saw. */
const heard = async (client: Awaited<ReturnType<typeof openSocket>>, message: string | Buffer) => {
  client.webSocket.send(message)
  return JSON.parse((await client.next()).text)
}

test('the selection expression chooses the route, and $default takes the rest', async () => {
  const { url } = await startSocketApi([
    echo('$connect'),
    echo('$disconnect'),
    echo('$default'),
    echo('watch'),
    echo('7'),
  ])
  const client = await openSocket(url)
  const routeOf = async (message: string) => (await heard(client, message)).routeKey
  expect(await routeOf('{"event":"watch"}')).toBe('watch')
  expect(await routeOf('{"event":7}')).toBe('7')
  for (const message of [
    'no json',
    '',
    'null',
    '"watch"',
    '{"event":"other"}',
    '{"event":{"a":1}}',
    '{"event":"$connect"}',
    '{"event":"$disconnect"}',
    '{"event":"__proto__"}',
    '{"data":1}',
  ]) {
    expect(await routeOf(message), message).toBe('$default')
  }
})

test('a message event tells of the connection but has no headers', async () => {
  const { invoke, events } = remembering<SocketEvent>(() => ({ statusCode: 200, body: 'ok' }))
  const { url } = await startSocketApi([{ routeKey: '$default', invoke, returnResponse: true }])
  const client = await openSocket(url)
  client.webSocket.send('{"event":"x"}')
  await client.next()
  expect(events).toEqual([
    {
      requestContext: expect.objectContaining({
        routeKey: '$default',
        eventType: 'MESSAGE',
        messageDirection: 'IN',
        messageId: expect.any(String),
        requestId: expect.any(String),
        connectionId: expect.any(String),
        stage: 'live',
      }),
      body: '{"event":"x"}',
      isBase64Encoded: false,
    },
  ])
})

test('a binary frame arrives as base64 at $default', async () => {
  const { url } = await startSocketApi([echo('$default'), echo('watch')])
  const client = await openSocket(url)
  const message = Buffer.from('{"event":"watch"}')
  expect(await heard(client, message)).toEqual({
    routeKey: '$default',
    body: message.toString('base64'),
    isBase64Encoded: true,
  })
})

test('a failing or late function is answered with an error frame, also where no answer is returned', async () => {
  const { url } = await startSocketApi([
    {
      routeKey: 'fail',
      invoke: async () => {
        throw new FunctionError('Error', 'secret')
      },
    },
    { routeKey: 'hang', invoke: () => new Promise(() => {}), timeoutMs: 20 },
    { routeKey: 'odd', invoke: async () => ({ statusCode: 'x' }), returnResponse: true },
    {
      routeKey: 'large',
      invoke: async () => ({ statusCode: 200, body: 'x'.repeat(131_073) }),
      returnResponse: true,
    },
  ])
  const client = await openSocket(url)
  const answer = (event: string) => heard(client, JSON.stringify({ event }))
  const ids = { connectionId: expect.any(String), requestId: expect.any(String) }
  expect(await answer('fail')).toEqual({ message: 'Internal server error', ...ids })
  expect(await answer('hang')).toEqual({ message: 'Endpoint request timed out', ...ids })
  expect(await answer('odd')).toEqual({ message: 'Internal server error', ...ids })
  expect(await answer('large')).toEqual({ message: 'Internal server error', ...ids })
  expect(await answer('unknown')).toEqual({ message: 'Forbidden', ...ids })
})

test('a body is sent back only where the route has a response', async () => {
  const invoke = async () => ({ statusCode: 200, body: 'not to be sent' })
  const { url } = await startSocketApi([{ routeKey: 'quiet', invoke }, echo('$default')])
  const client = await openSocket(url)
  client.webSocket.send('{"event":"quiet"}')
  expect((await heard(client, 'loud')).body).toBe('loud')
})

test('the messages of one connection are handled one after the other, $disconnect last', async () => {
  const order: string[] = []
  const first = deferred()
  const gone = deferred()
  const { url } = await startSocketApi([
    {
      routeKey: '$default',
      invoke: async (event) => {
        const { body } = event as SocketEvent
        if (body === '0') await first.promise
        order.push(String(body))
      },
    },
    {
      routeKey: '$disconnect',
      invoke: async () => {
        order.push('$disconnect')
        gone.resolve()
      },
    },
  ])
  const { webSocket, closed } = await openSocket(url)
  // More than may wait: the socket is then not read for a while, and nothing is lost.
  for (let at = 0; at < 250; at += 1) webSocket.send(String(at))
  webSocket.close(1000, 'done')
  setImmediate(() => first.resolve())
  await gone.promise
  expect(order).toEqual([...Array.from({ length: 250 }, (_, at) => String(at)), '$disconnect'])
  expect(await closed).toEqual({ code: 1000, reason: 'done' })
})

test('a log line tells route, status, time and id, and nothing of the message', async () => {
  const lines: object[] = []
  const { url } = await startSocketApi([echo('watch')], {
    now: () => 1,
    newId: () => 'id=',
    log: (line) => lines.push(line),
  })
  await heard(await openSocket(url), '{"event":"watch","data":"private"}')
  expect(lines).toEqual([{ route: 'watch', status: 200, ms: 0, requestId: 'id=' }])
})
