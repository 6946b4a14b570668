// Presence through the whole system, over real sockets: the edge, the gateway, the functions, the sweep and back.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import WebSocket from 'ws'
import type { PresenceUpdate, ServerFrame } from '../../../core/socket/frames.ts'
import {
  type Access,
  freePorts,
  type PlayheadProcess,
  runPlayhead,
  temporaryData,
} from '../../playhead-process.ts'
import { until } from '../until.ts'

/** Seconds: the shortest that a client may choose, so that a lease ends within a test. */
const PING_SECONDS = 20

/** For a lease, 15 s until it is told, and patience with a machine that has other work. */
const SILENCE_SECONDS = 150

let data: ReturnType<typeof temporaryData>
let playhead: PlayheadProcess
let access: Access
let member: string
const children: ChildProcess[] = []

beforeAll(async () => {
  data = temporaryData()
  playhead = runPlayhead(data.directory, await freePorts())
  access = await playhead.ready
  const login = await post('/api/v1/auth/login', {}, access.member)
  member = ((await login.json()) as { accessToken: string }).accessToken
})

afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  await playhead?.stop('SIGTERM')
  data.remove()
})

const post = (path: string, headers: Record<string, string>, body: object = {}) =>
  fetch(`${access.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })

const ticketWith = async (headers: Record<string, string>, body: object = {}) => {
  const answer = await post('/api/v1/socket-tickets', headers, body)
  expect(answer.status).toBe(201)
  return ((await answer.json()) as { ticket: string }).ticket
}

const userToken = async (userId: string) => {
  const answer = await post(
    '/api/v1/user-tokens',
    { 'x-api-key': access.secretKey },
    {
      userId,
      username: `${userId} of the shop`,
    },
  )
  return ((await answer.json()) as { token: string }).token
}

const ticketOf = async (userId: string) =>
  ticketWith({ authorization: `Bearer ${await userToken(userId)}` }, { pingSeconds: PING_SECONDS })

const open = async (ticket: string) => {
  const socket = new WebSocket(access.wsUrl, ['playhead.v1', ticket])
  const frames: ServerFrame[] = []
  socket.on('message', (text) => frames.push(JSON.parse(String(text)) as ServerFrame))
  await once(socket, 'open')
  const pinging = setInterval(() => socket.send('{"event":"ping"}'), PING_SECONDS * 1_000)
  return {
    frames,
    send: (frame: object) => socket.send(JSON.stringify(frame)),
    updatesOf: (userId: string): PresenceUpdate[] =>
      frames.flatMap((one) =>
        one.event === 'presence_update' && one.data.userId === userId ? [one.data] : [],
      ),
    close: async () => {
      clearInterval(pinging)
      socket.close()
      await once(socket, 'close')
    },
  }
}

const watching = async (watcher: string, ...userIds: string[]) => {
  const socket = await open(await ticketOf(watcher))
  socket.send({ event: 'watch', data: { userIds } })
  await eventually(
    () => socket.frames.filter(({ event }) => event === 'presence_update').length === userIds.length,
  )
  return socket
}

/** Until it is so; seconds. */
const eventually = async (isSo: () => boolean, seconds?: number): Promise<void> => {
  await until(isSo, (so) => so, seconds)
}

const startDevice = async (userId: string): Promise<ChildProcess> => {
  const child = fork(fileURLToPath(new URL('silent-client.mjs', import.meta.url)), [
    access.wsUrl,
    await ticketOf(userId),
    String(PING_SECONDS),
  ])
  children.push(child)
  await once(child, 'message')
  return child
}

/** As a client takes them: a change that was under way while the watch began comes with it and after it. */
const statuses = (updates: PresenceUpdate[]) => [
  ...new Map(updates.map(({ version, status }) => [version, `${version} ${status}`])).values(),
]

test('A connects and B sees it online; A closes and B sees it offline, since when', {
  timeout: 120_000,
}, async () => {
  const bob = await watching('bob', 'ada')
  const stranger = await open(await ticketOf('stranger'))
  expect(statuses(bob.updatesOf('ada'))).toEqual(['0 offline'])
  const ada = await open(await ticketOf('ada'))
  await eventually(() => bob.updatesOf('ada').length === 2)
  await ada.close()
  await eventually(() => bob.updatesOf('ada').length === 3, 60)
  const [, online, offline] = bob.updatesOf('ada')
  expect(online).toMatchObject({ status: 'online', username: 'ada of the shop', version: 1 })
  expect(online).not.toHaveProperty('lastSeen')
  expect(offline).toMatchObject({ status: 'offline', version: 2 })
  // Seen for the last time after it came, and before the grace was over that it is told after.
  const [came, seen, told] = [online?.timestamp, offline?.lastSeen, offline?.timestamp].map((at) =>
    Date.parse(at ?? ''),
  )
  expect(seen).toBeGreaterThan(came ?? Number.NaN)
  expect(seen).toBeLessThan(told ?? Number.NaN)
  expect(stranger.updatesOf('ada')).toEqual([])
  await bob.close()
  await stranger.close()
})

test('a device that is killed, and one that freezes without a word, are told as offline, each once', {
  timeout: 2_000 * SILENCE_SECONDS,
}, async () => {
  const [killed, frozen] = await Promise.all([startDevice('killed'), startDevice('frozen')])
  const watcher = await watching('watcher', 'killed', 'frozen', 'watcher')
  killed.kill('SIGKILL')
  // Its connection stays open: only its lease says that it is gone.
  frozen.kill('SIGSTOP')
  const isOffline = (userId: string) => watcher.updatesOf(userId).at(-1)?.status === 'offline'
  await eventually(() => isOffline('killed') && isOffline('frozen'), SILENCE_SECONDS)
  for (const userId of ['killed', 'frozen']) {
    expect(statuses(watcher.updatesOf(userId))).toEqual(['1 online', '2 offline'])
    expect(watcher.updatesOf(userId).at(-1)).toHaveProperty('lastSeen')
  }
  // Who pinged all the while never was gone.
  expect(statuses(watcher.updatesOf('watcher'))).toEqual(['1 online'])
  await watcher.close()
})

test('a page that reloads and a second device are no news, and a member sees everybody', {
  timeout: 120_000,
}, async () => {
  const people = await open(await ticketWith({ authorization: `Bearer ${member}` }))
  people.send({ event: 'watch_people' })
  await eventually(() => people.frames.some(({ event }) => event === 'watching_people'))
  const bob = await watching('bob-2', 'carol')
  const first = await open(await ticketOf('carol'))
  await eventually(() => bob.updatesOf('carol').length === 2)
  await first.close()
  const second = await open(await ticketOf('carol'))
  const third = await open(await ticketOf('carol'))
  await second.close()
  third.send({ event: 'update_presence', data: { status: 'away' } })
  await eventually(() => bob.updatesOf('carol').some(({ status }) => status === 'away'), 60)
  expect(statuses(bob.updatesOf('carol'))).toEqual(['0 offline', '1 online', '2 away'])
  await eventually(() => people.updatesOf('carol').length === 2)
  expect(statuses(people.updatesOf('carol'))).toEqual(['1 online', '2 away'])
  for (const one of [third, bob, people]) await one.close()
})

test('a visitor comes with the publishable key, and is told what it may not do', async () => {
  const visitorId = crypto.randomUUID()
  const visitor = await open(await ticketWith({ 'x-api-key': access.publishableKey }, { visitorId }))
  visitor.send({ event: 'watch', data: { userIds: ['ada'] } })
  await eventually(() => visitor.frames.length === 1)
  expect(visitor.frames).toMatchObject([{ event: 'error', data: { code: 'visitors-are-only-counted' } }])
  await visitor.close()
})
