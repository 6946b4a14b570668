import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GetConnectionCommand,
  GoneException,
  PayloadTooLargeException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi'
import { expect, test } from 'vitest'
import { createManagementApi } from '../../../local/gateway/management-api.ts'
import type { SocketEvent } from '../../../local/gateway/socket-event.ts'
import { onTestEnd, send } from './serve-origin.ts'
import { deferred, openSocket, startSocketApi } from './socket-client.ts'

const AT = Date.UTC(2026, 0, 1)

const start = async (path: '' | '/live' = '/live') => {
  const ids: string[] = []
  const gone = deferred<SocketEvent>()
  const { api, url } = await startSocketApi(
    [
      {
        routeKey: '$connect',
        invoke: async (event) => {
          ids.push(String((event as SocketEvent).requestContext['connectionId']))
          return { statusCode: 200 }
        },
      },
      { routeKey: '$disconnect', invoke: async (event) => gone.resolve(event as SocketEvent) },
    ],
    { now: () => AT },
  )
  const other = await startSocketApi([], { stage: 'other' })
  const management = await createManagementApi({ apis: [other.api, api] })
  onTestEnd(() => management.stop())
  const clientFor = (endpointPath: string) => {
    const client = new ApiGatewayManagementApiClient({
      endpoint: `${management.url}${endpointPath}`,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      maxAttempts: 1,
    })
    onTestEnd(async () => client.destroy())
    return client
  }
  const open = async () => {
    const socket = await openSocket(url, [], { headers: { 'User-Agent': 'probe' } })
    return { socket, ConnectionId: String(ids.at(-1)) }
  }
  return { management, client: clientFor(path), clientFor, open, gone: gone.promise }
}

test.each(['', '/live'] as const)('the SDK posts to a connection through the endpoint "%s"', async (path) => {
  const { client, open } = await start(path)
  const { socket, ConnectionId } = await open()
  const answer = await client.send(new PostToConnectionCommand({ ConnectionId, Data: '{"event":"hi"}' }))
  expect(answer.$metadata.httpStatusCode).toBe(200)
  expect(await socket.next()).toMatchObject({ text: '{"event":"hi"}', isBinary: false })
})

test('the SDK describes a connection', async () => {
  const { client, open } = await start()
  const { ConnectionId } = await open()
  const { ConnectedAt, LastActiveAt, Identity } = await client.send(
    new GetConnectionCommand({ ConnectionId }),
  )
  expect(ConnectedAt).toEqual(new Date(AT))
  expect(LastActiveAt).toEqual(new Date(AT))
  expect(Identity).toEqual({ SourceIp: '127.0.0.1', UserAgent: 'probe' })
})

test('the SDK closes a connection', async () => {
  const { client, open, gone } = await start()
  const { socket, ConnectionId } = await open()
  const answer = await client.send(new DeleteConnectionCommand({ ConnectionId }))
  expect(answer.$metadata.httpStatusCode).toBe(204)
  expect(await socket.closed).toEqual({ code: 1000, reason: 'Connection Closed Normally' })
  expect((await gone).requestContext).toMatchObject({ disconnectStatusCode: 1000 })
})

test('a connection that is unknown or has ended is gone', async () => {
  const { client, open, gone } = await start()
  const { socket, ConnectionId } = await open()
  socket.webSocket.terminate()
  await gone
  for (const id of [ConnectionId, 'L0SM9cOFvHcCIhw=']) {
    for (const command of [
      new PostToConnectionCommand({ ConnectionId: id, Data: 'x' }),
      new GetConnectionCommand({ ConnectionId: id }),
      new DeleteConnectionCommand({ ConnectionId: id }),
    ]) {
      const failed = client.send(command as PostToConnectionCommand)
      await expect(failed).rejects.toBeInstanceOf(GoneException)
    }
  }
})

test('128 KB can be posted, and no more', async () => {
  const { client, open } = await start()
  const { socket, ConnectionId } = await open()
  const post = (bytes: number) =>
    client.send(new PostToConnectionCommand({ ConnectionId, Data: 'x'.repeat(bytes) }))
  await post(128 * 1024)
  expect((await socket.next()).data).toHaveLength(128 * 1024)
  await expect(post(128 * 1024 + 1)).rejects.toBeInstanceOf(PayloadTooLargeException)
})

test('bytes that are no text are posted as they are', async () => {
  const { client, open } = await start()
  const { socket, ConnectionId } = await open()
  const Data = new Uint8Array([0xff, 0x00, 0xfe])
  await client.send(new PostToConnectionCommand({ ConnectionId, Data }))
  expect(await socket.next()).toMatchObject({ data: Buffer.from(Data), isBinary: true })
})

test('who does not sign, or asks for another stage, is forbidden', async () => {
  const { management, clientFor, open } = await start()
  const { ConnectionId } = await open()
  const host = management.url.slice('http://'.length)
  const path = `/live/@connections/${encodeURIComponent(ConnectionId)}`
  const unsigned = await send(host, path, { method: 'POST', body: 'x' })
  expect(unsigned.status).toBe(403)
  expect(unsigned.headers['x-amzn-errortype']).toBe('MissingAuthenticationTokenException')
  const failed = clientFor('/nowhere').send(new PostToConnectionCommand({ ConnectionId, Data: 'x' }))
  await expect(failed).rejects.toMatchObject({ name: 'ForbiddenException' })
})

test('a connection cannot be reached through the stage of another API', async () => {
  const { clientFor, open } = await start()
  const { ConnectionId } = await open()
  const failed = clientFor('/other').send(new PostToConnectionCommand({ ConnectionId, Data: 'x' }))
  await expect(failed).rejects.toBeInstanceOf(GoneException)
})
