import { randomBytes } from 'node:crypto'
import { expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import type { SocketApiOptions } from '../../../local/gateway/socket-api.ts'
import type { SocketEvent } from '../../../local/gateway/socket-event.ts'
import { onTestEnd } from './serve-origin.ts'
import { deferred, openSocket, startSocketApi } from './socket-client.ts'

/** An API that returns how long each message was, and tells of the first $disconnect. */
const start = async (options: Partial<SocketApiOptions> = {}) => {
  const endings: SocketEvent[] = []
  const ids: string[] = []
  const lengths: (number | undefined)[] = []
  const gone = deferred<SocketEvent>()
  const started = await startSocketApi(
    [
      {
        routeKey: '$connect',
        invoke: async (event) => {
          ids.push(String((event as SocketEvent).requestContext['connectionId']))
          return { statusCode: 200 }
        },
      },
      {
        routeKey: '$default',
        returnResponse: true,
        invoke: async (event) => {
          const { body } = event as SocketEvent
          lengths.push(body?.length)
          return { statusCode: 200, body: String(body?.length) }
        },
      },
      {
        routeKey: '$disconnect',
        invoke: async (event) => {
          endings.push(event as SocketEvent)
          gone.resolve(event as SocketEvent)
        },
      },
    ],
    options,
  )
  return { ...started, endings, ids, lengths, gone: gone.promise }
}

const endOf = ({ requestContext }: SocketEvent) => [
  requestContext['disconnectStatusCode'],
  requestContext['disconnectReason'],
]

test('$disconnect tells how the client closed', async () => {
  const { url, gone, api, ids } = await start()
  const { webSocket } = await openSocket(url)
  webSocket.close(4001, 'bye')
  const event = await gone
  expect(endOf(event)).toEqual([4001, 'bye'])
  expect(event).toMatchObject({
    headers: { Host: 'w1x2y3z4.execute-api.eu-central-1.amazonaws.com' },
    requestContext: { routeKey: '$disconnect', eventType: 'DISCONNECT', connectionId: ids[0] },
    isBase64Encoded: false,
  })
  expect(api.post(String(ids[0]), 'x')).toBe('gone')
})

test('a close without a status and a cut line are told apart', async () => {
  const polite = await start()
  ;(await openSocket(polite.url)).webSocket.close()
  expect(endOf(await polite.gone)).toEqual([1005, 'Client-side close frame status not set'])
  const rude = await start()
  ;(await openSocket(rude.url)).webSocket.terminate()
  expect(endOf(await rude.gone)).toEqual([1006, ''])
})

test('a frame of 32 KB is taken, a larger one closes with 1009', async () => {
  const { url, gone, endings, lengths } = await start()
  const client = await openSocket(url)
  client.webSocket.send('x'.repeat(32 * 1024))
  expect((await client.next()).text).toBe('32768')
  client.webSocket.send('x'.repeat(32 * 1024 + 1))
  expect(await client.closed).toMatchObject({ code: 1009 })
  expect(endOf(await gone)[0]).toBe(1009)
  expect(endings).toHaveLength(1)
  expect(lengths).toEqual([32 * 1024])
})

const sendInFrames = (webSocket: Awaited<ReturnType<typeof openSocket>>['webSocket'], bytes: number) => {
  for (let left = bytes; left > 0; left -= 32 * 1024) {
    webSocket.send('x'.repeat(Math.min(left, 32 * 1024)), { fin: left <= 32 * 1024 })
  }
}

test('a message of 128 KB in frames is taken, a larger one closes with 1009', async () => {
  const { url, gone } = await start()
  const client = await openSocket(url)
  sendInFrames(client.webSocket, 128 * 1024)
  expect((await client.next()).text).toBe('131072')
  sendInFrames(client.webSocket, 128 * 1024 + 1)
  expect(await client.closed).toMatchObject({ code: 1009 })
  expect(endOf(await gone)[0]).toBe(1009)
})

test('a frame far above the limit closes before it is whole', async () => {
  const { url } = await start()
  const client = await openSocket(url)
  client.webSocket.send(randomBytes(1_000_000))
  expect(await client.closed).toMatchObject({ code: 1009 })
})

const MINUTE = 60_000

/** The clocks of the connections stand still; the sockets do not. */
const withFakeTimers = () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestEnd(async () => {
    vi.useRealTimers()
  })
}

test('a connection without traffic is closed after 10 minutes as going away', async () => {
  withFakeTimers()
  const { api, url, ids, gone } = await start()
  const client = await openSocket(url)
  vi.advanceTimersByTime(9 * MINUTE)
  client.webSocket.send('still here')
  expect((await client.next()).text).toBe('10')
  vi.advanceTimersByTime(9 * MINUTE)
  expect(api.post(String(ids[0]), 'a post counts as well')).toBe('sent')
  vi.advanceTimersByTime(10 * MINUTE - 1)
  expect(api.describe(String(ids[0]))).toBeDefined()
  vi.advanceTimersByTime(1)
  expect(await client.closed).toEqual({ code: 1001, reason: 'Going away' })
  expect(endOf(await gone)).toEqual([1001, 'Going away'])
})

test('a connection that is always in use is closed after 2 hours', async () => {
  withFakeTimers()
  const { url } = await start()
  const client = await openSocket(url)
  for (let minutes = 0; minutes < 119; minutes += 7) {
    client.webSocket.send('still here')
    expect((await client.next()).text).toBe('10')
    vi.advanceTimersByTime(7 * MINUTE)
  }
  expect(client.webSocket.readyState).toBe(WebSocket.OPEN)
  vi.advanceTimersByTime(MINUTE)
  expect(await client.closed).toEqual({ code: 1001, reason: 'Going away' })
})

test('both times can be set', async () => {
  const idle = await start({ idleMs: 30 })
  expect((await (await openSocket(idle.url)).closed).code).toBe(1001)
  const old = await start({ maxMs: 30 })
  expect((await (await openSocket(old.url)).closed).code).toBe(1001)
})

test('stop closes every connection and waits for its $disconnect', async () => {
  const { api, url, endings } = await start()
  const clients = [await openSocket(url), await openSocket(url)]
  await api.stop()
  expect(endings.map(endOf)).toEqual([
    [1001, 'Going away'],
    [1001, 'Going away'],
  ])
  for (const { closed } of clients) expect(await closed).toEqual({ code: 1001, reason: 'Going away' })
  await expect(openSocket(url)).rejects.toThrow('503')
})
