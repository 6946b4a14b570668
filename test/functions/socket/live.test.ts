import { randomBytes } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SOCKET_FRAME_MAX_BYTES, SOCKET_MAX_WATCHES } from '../../../core/limits.ts'
import { MAY_ALL } from '../../../core/projects/may-see.ts'
import type { HttpFunction } from '../../../functions/runtime/http/http.ts'
import type { SocketFunction } from '../../../functions/runtime/socket.ts'
import type { StreamFunction } from '../../../functions/runtime/stream/stream.ts'
import type { ConnectionStore } from '../../../functions/stores/connections.ts'
import { makeStamped, uuid } from '../../unit/core/make-batch.ts'
import { call, context, kinesisEvent, socketEvent } from '../invocations.ts'
import { makeProject } from '../make-project.ts'
import { type Stage, startStage } from '../stage.ts'

let stage: Stage
let issueTicket: HttpFunction
let connect: SocketFunction
let disconnect: SocketFunction
let receive: SocketFunction
let rollUp: StreamFunction
let pushLive: StreamFunction
let connections: ConnectionStore
let shop: string
let blog: string

beforeAll(async () => {
  stage = await startStage()
  issueTicket = (await import('../../../functions/http/issue-socket-ticket.ts')).handler
  connect = (await import('../../../functions/socket/connect.ts')).handler
  disconnect = (await import('../../../functions/socket/disconnect.ts')).handler
  receive = (await import('../../../functions/socket/receive-frame.ts')).handler
  rollUp = (await import('../../../functions/stream/roll-up-sessions.ts')).handler
  pushLive = (await import('../../../functions/stream/push-live.ts')).handler
  const { dynamodb } = await import('../../../functions/runtime/clients/dynamodb.ts')
  const store = await import('../../../functions/stores/connections.ts')
  connections = store.connections(dynamodb, 'presence', Date.now)
  shop = (await makeProject('ada')).projectId
  blog = (await makeProject('bob')).projectId
})

afterAll(() => stage.stop())

const ticketOf = async (memberId: string) =>
  ((await call(issueTicket, { memberId })).body as { ticket: string }).ticket

const offer = (ticket: string) => ({ headers: { 'Sec-WebSocket-Protocol': `playhead.v1, ${ticket}` } })

const open = async (connectionId: string, memberId: string) =>
  connect(socketEvent(connectionId, '$connect', offer(await ticketOf(memberId))), context())

test('a socket that does not come by the edge is refused, and its ticket is still good', async () => {
  const ticket = await ticketOf('ada')
  const past = offer(ticket)
  const direct = socketEvent('direct', '$connect', past)
  for (const headers of [past.headers, { ...past.headers, 'x-playhead-edge': 'guessed' }]) {
    expect(await connect({ ...direct, headers }, context())).toEqual({ statusCode: 403 })
  }
  expect(await connect(socketEvent('edge', '$connect', past), context())).toMatchObject({ statusCode: 200 })
})

const send = async (connectionId: string, frame: unknown) => {
  await receive(socketEvent(connectionId, '$default', { body: JSON.stringify(frame) }), context())
  return stage.socketApi.takeFrames(connectionId)
}

const batchOf = (session: number, seq: number, parts: Parameters<typeof makeStamped>[0] = {}) =>
  makeStamped({ projectId: shop, sessionId: uuid(session), seq, receivedAt: Date.now(), ...parts })

test('a ticket opens one socket, once', async () => {
  const ticket = await ticketOf('ada')
  expect(await connect(socketEvent('c1', '$connect', offer(ticket)), context())).toEqual({
    statusCode: 200,
    headers: { 'Sec-WebSocket-Protocol': 'playhead.v1' },
  })
  expect(await connect(socketEvent('c2', '$connect', offer(ticket)), context())).toEqual({ statusCode: 401 })
  expect(await connections.find('c1')).toMatchObject({ projectId: shop, memberId: 'ada' })
})

test('a ticket does not open a socket past the edge, and is good for it afterwards', async () => {
  const ticket = await ticketOf('ada')
  const { headers } = offer(ticket)
  const past = { headers: { ...headers, 'x-playhead-edge': 'by me' } }
  expect(await connect(socketEvent('past', '$connect', past), context())).toEqual({ statusCode: 403 })
  expect(await connect(socketEvent('in', '$connect', offer(ticket)), context())).toMatchObject({
    statusCode: 200,
  })
})

test('of many who come with one ticket at once, one gets in', async () => {
  const ticket = await ticketOf('ada')
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, n) =>
      connect(socketEvent(`race-${n}`, '$connect', offer(ticket)), context()),
    ),
  )
  expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1)
})

test('no ticket, another protocol and an expired ticket are refused', async () => {
  const { dynamodb } = await import('../../../functions/runtime/clients/dynamodb.ts')
  const { tickets } = await import('../../../functions/stores/tickets.ts')
  const holder = { kind: 'member', projectId: shop, memberId: 'ada', may: MAY_ALL } as const
  await tickets(dynamodb, 'presence', Date.now).issue('late', holder, Date.now() - 1_000)
  for (const offered of [
    '',
    'playhead.v1',
    `other, ${await ticketOf('ada')}`,
    'playhead.v1, made-up',
    'playhead.v1, late',
  ]) {
    const event = socketEvent('c3', '$connect', { headers: { 'sec-websocket-protocol': offered } })
    expect(await connect(event, context())).toEqual({ statusCode: 401 })
  }
})

test('a socket that is opened for a session watches it at once', async () => {
  const openFor = async (connectionId: string, memberId: string, channel: string) =>
    connect(
      socketEvent(connectionId, '$connect', {
        ...offer(await ticketOf(memberId)),
        queryStringParameters: { channel },
      }),
      context(),
    )
  expect(await openFor('direct', 'ada', `session:${uuid(77)}`)).toMatchObject({ statusCode: 200 })
  expect(await openFor('foreign', 'bob', `session:${uuid(77)}`)).toMatchObject({ statusCode: 200 })
  for (const rubbish of ['session:', 'session:nonsense', 'project:1', '']) {
    expect(await openFor('bad', 'ada', rubbish)).toEqual({ statusCode: 400 })
  }
  await pushLive(kinesisEvent([batchOf(77, 0)]), context())
  expect(stage.socketApi.takeFrames('direct')).toEqual(
    expect.arrayContaining([expect.objectContaining({ event: 'session_events' })]),
  )
  expect(stage.socketApi.takeFrames('foreign')).toEqual([])
})

test('a ticket is for a project of the member, named unless there is only one', async () => {
  const ask = (memberId: string, query = {}) => call(issueTicket, { memberId, query })
  expect((await ask('ada', { projectId: blog })).status).toBe(404)
  expect((await ask('ada', { projectId: shop })).status).toBe(201)
  await makeProject('carol')
  expect((await ask('carol')).status).toBe(201)
  await makeProject('carol')
  expect((await ask('carol')).body).toMatchObject({ status: 400, errors: [{ field: 'projectId' }] })
})

test('a ping is answered, rubbish is an error frame', async () => {
  await open('c4', 'ada')
  expect(await send('c4', { event: 'ping' })).toEqual([{ event: 'pong', data: { at: expect.any(Number) } }])
  for (const frame of [{}, { event: 'fly' }, null, { event: 'watch_session', data: { sessionId: 'x' } }]) {
    expect(await send('c4', frame)).toMatchObject([{ event: 'error', data: { code: 'invalid-frame' } }])
  }
  expect(await send('never-opened', { event: 'watch_sessions' })).toMatchObject([
    { event: 'error', data: { code: 'connection-expired' } },
  ])
})

test('whoever watches a session sees its events, whoever watches the list sees the session', async () => {
  await open('list', 'ada')
  await open('one', 'ada')
  await open('stranger', 'bob')
  await rollUp(kinesisEvent([batchOf(1, 0)]), context())
  expect(await send('list', { event: 'watch_sessions' })).toEqual([
    { event: 'watching', data: { sessionId: null } },
  ])
  const watch = { event: 'watch_session', data: { sessionId: uuid(1) } }
  expect(await send('one', watch)).toEqual([{ event: 'watching', data: { sessionId: uuid(1) } }])
  expect(await send('stranger', watch)).toMatchObject([
    { event: 'error', data: { code: 'session-not-found' } },
  ])
  await send('stranger', { event: 'watch_sessions' })

  const event = { name: 'click', props: { colour: 'red' } }
  const batches = [batchOf(1, 1, { events: [event] }), batchOf(2, 0)]
  expect(await pushLive(kinesisEvent(batches), context())).toEqual({ batchItemFailures: [] })

  const ofList = stage.socketApi.takeFrames('list')
  expect(ofList).toHaveLength(2)
  expect(ofList).toContainEqual({
    event: 'session_update',
    data: { session: expect.objectContaining({ sessionId: uuid(1), events: 2 }) },
  })
  expect(stage.socketApi.takeFrames('one')).toMatchObject([
    { event: 'session_update', data: { session: { sessionId: uuid(1), events: 2 } } },
    { event: 'session_events', data: { sessionId: uuid(1), events: [{ ...event, seq: 1 }] } },
  ])
  expect(stage.socketApi.takeFrames('stranger')).toEqual([])
})

test('the update is the same whether the roll-up was before it or is still to come', async () => {
  await open('order', 'ada')
  await send('order', { event: 'watch_sessions' })
  const batches = [batchOf(30, 0), batchOf(30, 1)]
  await pushLive(kinesisEvent(batches), context())
  const before = stage.socketApi.takeFrames('order')
  await rollUp(kinesisEvent(batches), context())
  await pushLive(kinesisEvent(batches), context())
  expect(stage.socketApi.takeFrames('order')).toEqual(before)
})

test('a connection that is gone is forgotten with all it watched', async () => {
  await open('gone', 'ada')
  await send('gone', { event: 'watch_sessions' })
  stage.socketApi.gone.add('gone')
  expect(await pushLive(kinesisEvent([batchOf(4, 0)]), context())).toEqual({ batchItemFailures: [] })
  expect(await connections.find('gone')).toBeUndefined()
  expect((await connections.watchersOf(shop)).map(({ connectionId }) => connectionId)).not.toContain('gone')
})

test('a disconnect leaves nothing of the connection, and may come twice', async () => {
  await open('bye', 'ada')
  await send('bye', { event: 'watch_sessions' })
  for (let times = 0; times < 2; times++) {
    expect(await disconnect(socketEvent('bye', '$disconnect'), context())).toEqual({ statusCode: 200 })
  }
  expect(await connections.find('bye')).toBeUndefined()
  expect((await connections.watchersOf(shop)).map(({ connectionId }) => connectionId)).not.toContain('bye')
})

test('a connection may watch twenty things, and the same thing again', async () => {
  await open('greedy', 'ada')
  const ids = Array.from({ length: SOCKET_MAX_WATCHES + 1 }, (_, n) => 100 + n)
  await rollUp(kinesisEvent(ids.map((id) => batchOf(id, 0))), context())
  const watch = (id: number) => send('greedy', { event: 'watch_session', data: { sessionId: uuid(id) } })
  for (const id of ids.slice(0, -1)) expect(await watch(id)).toMatchObject([{ event: 'watching' }])
  expect(await watch(120)).toMatchObject([{ event: 'error', data: { code: 'too-many-watches' } }])
  expect(await watch(100)).toMatchObject([{ event: 'watching' }])
})

test('a large batch travels in frames that a socket carries', async () => {
  await open('large', 'ada')
  await rollUp(kinesisEvent([batchOf(50, 0)]), context())
  await send('large', { event: 'watch_session', data: { sessionId: uuid(50) } })
  const events = Array.from({ length: 40 }, () => ({ props: { text: 'ä'.repeat(2_000) } }))
  await pushLive(kinesisEvent([batchOf(50, 1, { events })]), context())
  const frames = stage.socketApi.takeFrames('large')
  expect(frames.every((frame) => Buffer.byteLength(JSON.stringify(frame)) <= SOCKET_FRAME_MAX_BYTES)).toBe(
    true,
  )
  expect(frames.flatMap((frame) => (frame.event === 'session_events' ? frame.data.events : []))).toHaveLength(
    40,
  )
})

test('whoever watches a recording gets it whole, in pieces that a socket carries; others get none of it', async () => {
  await open('viewer', 'ada')
  await open('reader', 'ada')
  await rollUp(kinesisEvent([batchOf(60, 0)]), context())
  await send('viewer', { event: 'watch_session', data: { sessionId: uuid(60), replay: true } })
  await send('reader', { event: 'watch_session', data: { sessionId: uuid(60) } })
  // Random text: gzip must not make one piece of it.
  const text = randomBytes(60_000).toString('hex')
  const events = [
    { type: 4, timestamp: 1, data: { href: 'https://shop.example/ä' } },
    { type: 2, timestamp: 2, data: { text } },
  ]
  await pushLive(kinesisEvent([{ ...batchOf(60, 1), replay: { format: 'rrweb-2', events } }]), context())

  const frames = stage.socketApi.takeFrames('viewer')
  expect(frames.slice(0, 2)).toMatchObject([{ event: 'session_update' }, { event: 'session_events' }])
  const pieces = frames.flatMap((frame) => (frame.event === 'session_replay' ? [frame.data] : []))
  expect(pieces.length).toBeGreaterThan(1)
  expect(pieces.map(({ part }) => part)).toEqual(pieces.map((_, at) => at))
  for (const frame of frames)
    expect(Buffer.byteLength(JSON.stringify(frame))).toBeLessThanOrEqual(SOCKET_FRAME_MAX_BYTES)
  const packed = Buffer.from(pieces.map(({ data }) => data).join(''), 'base64')
  expect(JSON.parse(gunzipSync(packed).toString())).toEqual(events)
  expect(stage.socketApi.takeFrames('reader').map(({ event }) => event)).toEqual([
    'session_update',
    'session_events',
  ])
})

test('whoever does not watch any more gets nothing more, and may say so twice', async () => {
  await open('leaver', 'ada')
  await rollUp(kinesisEvent([batchOf(61, 0)]), context())
  const data = { sessionId: uuid(61) }
  await send('leaver', { event: 'watch_session', data: { ...data, replay: true } })
  for (let times = 0; times < 2; times++)
    expect(await send('leaver', { event: 'unwatch_session', data })).toEqual([{ event: 'unwatched', data }])
  await pushLive(kinesisEvent([batchOf(61, 1)]), context())
  expect(stage.socketApi.takeFrames('leaver')).toEqual([])
  expect((await connections.watchersOf(shop)).map(({ connectionId }) => connectionId)).not.toContain('leaver')
})
