import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { PRESENCE_MAX_WATCHED, SOCKET_FRAME_MAX_BYTES, SOCKET_MAX_FRAMES } from '../../../core/limits.ts'
import { presenceUpdateSchema } from '../../../core/socket/frames.ts'
import { context } from '../invocations.ts'
import { movableClock } from '../movable-clock.ts'
import { type Stage, startStage } from '../stage.ts'
import { type PresenceRoom, presenceRoom } from './presence-room.ts'

const LEASE_MS = 150_000
const GRACE_MS = 15_000

const clock = movableClock()
let stage: Stage
let room: PresenceRoom

beforeAll(async () => {
  stage = await startStage()
})

afterAll(() => stage.stop())

beforeEach(async () => {
  clock.reset()
  stage.takeBegun()
  room = await presenceRoom(stage, () => Date.now())
})

const watch = (connectionId: string, ...userIds: string[]) =>
  room.send(connectionId, { event: 'watch', data: { userIds } })

const read = async (userId: string, options = {}) =>
  (await room.store.read(room.projectId, [userId], options)).get(userId)

test('who watches is told of each change once, and who does not is told nothing', async () => {
  await room.connectUser('b', 'bob')
  await room.connectUser('c', 'carol')
  expect(await watch('b', 'ada')).toEqual([
    {
      event: 'presence_update',
      data: { userId: 'ada', username: null, status: 'offline', timestamp: expect.any(String), version: 0 },
    },
  ])
  await room.connectUser('a', 'ada')
  await room.runBegun()
  const [online, ...more] = room.updatesOf('b')
  expect(more).toEqual([])
  expect(presenceUpdateSchema.strict().parse(online)).toMatchObject({
    userId: 'ada',
    username: 'ADA',
    status: 'online',
    version: 1,
  })
  expect(online).not.toHaveProperty('lastSeen')
  expect(room.updatesOf('c')).toEqual([])

  await room.disconnect('a')
  const left = await read('ada')
  expect(left).toMatchObject({ status: 'offline', isOnline: false, lastSeen: expect.any(String) })
  clock.advance(GRACE_MS)
  await room.sweep()
  expect(room.updatesOf('b')).toMatchObject([{ status: 'offline', version: 2, lastSeen: left?.lastSeen }])
  await room.sweep()
  expect(room.updatesOf('b')).toEqual([])
})

test('who reconnects within the grace never left for those who watch', async () => {
  await room.connectUser('a', 'ada')
  await room.connectUser('b', 'bob')
  await room.runBegun()
  await watch('b', 'ada')
  await room.disconnect('a')
  // The clock walks on while requests are under way.
  clock.advance(GRACE_MS / 2)
  await room.sweep()
  await room.connectUser('a2', 'ada')
  await room.runBegun()
  clock.advance(GRACE_MS)
  await room.sweep()
  expect(room.updatesOf('b')).toEqual([])
  expect(await read('ada')).toMatchObject({ status: 'online' })
})

test('a device that dies silently is offline when its lease ends, and the first sweep tells it', async () => {
  await room.connectUser('a', 'ada')
  await room.connectUser('b', 'bob')
  await room.runBegun()
  await watch('b', 'ada')
  clock.advance(LEASE_MS / 2)
  await room.send('b', { event: 'ping' })
  clock.advance(LEASE_MS / 2 - 30_000)
  await room.sweep()
  expect(await read('ada')).toMatchObject({ status: 'online' })
  clock.advance(30_000)
  expect(await read('ada')).toMatchObject({ status: 'offline' })
  await room.sweep()
  expect(room.updatesOf('b')).toMatchObject([
    { userId: 'ada', status: 'offline', lastSeen: expect.any(String) },
  ])
  expect(await read('bob')).toMatchObject({ status: 'online' })
  // The gateway tells of it minutes later, when the user has long been back.
  await room.connectUser('a2', 'ada')
  await room.runBegun()
  expect(room.updatesOf('b')).toMatchObject([{ status: 'online' }])
  await room.disconnect('a')
  clock.advance(GRACE_MS)
  await room.sweep()
  expect(room.updatesOf('b')).toEqual([])
  expect(await read('ada')).toMatchObject({ status: 'online' })
})

test('pings keep a lease alive, and bring one back that had ended', async () => {
  await room.connectUser('a', 'ada', { pingSeconds: 20 })
  for (let n = 0; n < 5; n++) {
    clock.advance(40_000)
    expect(await room.send('a', { event: 'ping' })).toMatchObject([{ event: 'pong' }])
    expect(await read('ada')).toMatchObject({ status: 'online' })
  }
  clock.advance(50_001)
  await room.sweep()
  expect(await read('ada')).toMatchObject({ status: 'offline' })
  await room.send('a', { event: 'ping' })
  expect(await read('ada')).toMatchObject({ status: 'online' })
})

test('a user says how it is, on each device by itself, and the best of them counts', async () => {
  await room.connectUser('phone', 'ada')
  await room.connectUser('laptop', 'ada')
  await room.connectUser('b', 'bob')
  await room.runBegun()
  await watch('b', 'ada')
  const say = (connectionId: string, data: object) =>
    room.send(connectionId, { event: 'update_presence', data })
  expect(await say('phone', { userId: 'ada', status: 'offline' })).toEqual([
    { event: 'presence_set', data: { status: 'offline' } },
  ])
  await room.runBegun()
  expect(room.updatesOf('b')).toEqual([])
  await say('laptop', { status: 'away' })
  await room.runBegun()
  expect(room.updatesOf('b')).toMatchObject([{ status: 'away' }])
  await say('laptop', { status: 'offline' })
  await room.runBegun()
  expect(room.updatesOf('b')).toMatchObject([{ status: 'offline', lastSeen: expect.any(String) }])
  // A ping does not undo what was said by hand.
  await room.send('laptop', { event: 'ping' })
  expect(await read('ada')).toMatchObject({ status: 'offline' })
  await say('phone', { status: 'online' })
  await room.runBegun()
  expect(room.updatesOf('b')).toMatchObject([{ status: 'online' }])
})

test('an idle device is away, until something is touched again', async () => {
  await room.connectUser('a', 'ada')
  await room.send('a', { event: 'ping', data: { idle: true } })
  expect(await read('ada')).toMatchObject({ status: 'away', isOnline: true })
  await room.send('a', { event: 'ping' })
  expect(await read('ada')).toMatchObject({ status: 'online' })
})

test("nobody sets another's presence", async () => {
  await room.connectUser('a', 'ada')
  await room.connectMember('m')
  const data = { userId: 'bob', status: 'offline' }
  for (const connectionId of ['a', 'm']) {
    expect(await room.send(connectionId, { event: 'update_presence', data })).toMatchObject([
      { event: 'error', data: { code: 'not-your-presence' } },
    ])
  }
  expect(await read('ada')).toMatchObject({ status: 'online' })
})

test('who hides is offline to users and never was seen, and is here for members', async () => {
  await room.connectUser('a', 'ada')
  await room.connectUser('b', 'bob')
  await room.connectMember('m')
  await room.runBegun()
  await watch('b', 'ada')
  await watch('m', 'ada')
  await room.send('a', { event: 'update_presence', data: { status: 'online', hidden: true } })
  await room.runBegun()
  const [hidden, ...more] = room.updatesOf('b')
  expect(more).toEqual([])
  expect(hidden).toMatchObject({ status: 'offline' })
  expect(hidden).not.toHaveProperty('lastSeen')
  expect(room.updatesOf('m')).toEqual([])
  expect(await read('ada', { seesHidden: true })).toMatchObject({ status: 'online' })
  await room.connectUser('a2', 'ada')
  expect(await read('ada')).toMatchObject({ status: 'offline', lastSeen: null })
  await room.send('a', { event: 'update_presence', data: { status: 'online', hidden: false } })
  await room.runBegun()
  expect(room.updatesOf('b')).toMatchObject([{ status: 'online' }])
})

test('members follow everybody of their project, and users may not', async () => {
  const elsewhere = await presenceRoom(stage, () => Date.now())
  await elsewhere.connectMember('m')
  await elsewhere.send('m', { event: 'watch_people' })
  await room.connectMember('m')
  expect(await room.send('m', { event: 'watch_people' })).toEqual([{ event: 'watching_people', data: {} }])
  await room.connectUser('a', 'ada')
  await room.runBegun()
  expect(room.updatesOf('m')).toMatchObject([{ userId: 'ada', status: 'online' }])
  expect(elsewhere.updatesOf('m')).toEqual([])
  await room.send('m', { event: 'unwatch_people' })
  await room.connectUser('b', 'bob')
  await room.runBegun()
  expect(room.updatesOf('m')).toEqual([])
  for (const event of ['watch_people', 'watch_sessions']) {
    expect(await room.send('a', { event })).toMatchObject([
      { event: 'error', data: { code: 'members-only' } },
    ])
  }
})

test('conversation partners are told without a list, once, also if they watch by themselves', async () => {
  await room.watches.befriend(room.projectId, ['ada', 'bob'])
  await room.watches.befriend(room.projectId, ['ada', 'bob'])
  await room.connectUser('b', 'bob')
  await room.connectUser('b2', 'bob')
  await room.runBegun()
  await watch('b2', 'ada')
  await room.connectUser('a', 'ada')
  await room.runBegun()
  expect(room.updatesOf('b')).toMatchObject([{ userId: 'ada', status: 'online' }])
  expect(room.updatesOf('b2')).toMatchObject([{ userId: 'ada', status: 'online' }])
  expect(room.updatesOf('a')).toEqual([])
  await room.watches.unfriend(room.projectId, 'bob', 'ada')
  await room.send('a', { event: 'update_presence', data: { status: 'away' } })
  await room.runBegun()
  expect(room.updatesOf('b')).toEqual([])
  expect(room.updatesOf('b2')).toMatchObject([{ status: 'away' }])
})

test('who does not watch any more is told nothing more', async () => {
  await room.connectUser('b', 'bob')
  await watch('b', 'ada', 'carol')
  expect(await room.send('b', { event: 'unwatch', data: { userIds: ['ada', 'dan'] } })).toEqual([
    { event: 'unwatched_users', data: { userIds: ['ada', 'dan'] } },
  ])
  await room.connectUser('a', 'ada')
  await room.connectUser('c', 'carol')
  await room.runBegun()
  expect(room.updatesOf('b')).toMatchObject([{ userId: 'carol' }])
})

test('a connection watches 200 users in all, and its end leaves no watch behind', async () => {
  await room.connectUser('b', 'bob')
  const ids = Array.from({ length: PRESENCE_MAX_WATCHED }, (_, n) => `user-${n}`)
  expect(await watch('b', ...ids.slice(0, 150))).toHaveLength(150)
  expect(await watch('b', ...ids.slice(100))).toHaveLength(100)
  expect(await watch('b', 'one-more')).toMatchObject([{ event: 'error', data: { code: 'too-many-watches' } }])
  expect(await watch('b', 'user-7')).toHaveLength(1)
  const watchersOf = async (id: string) =>
    (await room.watches.page(room.projectId, id, { limit: 10 })).watchers
  expect(await watchersOf('user-199')).toHaveLength(1)
  await room.disconnect('b')
  for (const id of ['user-0', 'user-199']) expect(await watchersOf(id)).toEqual([])
})

test('a visitor without a name is counted and may only ping', async () => {
  await room.connectVisitor('v', crypto.randomUUID())
  await room.connectUser('a', 'ada')
  expect(await room.store.countAll(room.projectId)).toEqual({ users: 1, visitors: 1 })
  expect(await room.send('v', { event: 'ping' })).toMatchObject([{ event: 'pong' }])
  for (const frame of [
    { event: 'watch', data: { userIds: ['ada'] } },
    { event: 'watch_people' },
    { event: 'watch_sessions' },
  ]) {
    expect(await room.send('v', frame)).toMatchObject([
      { event: 'error', data: { code: 'visitors-are-only-counted' } },
    ])
  }
  expect(await room.send('v', { event: 'update_presence', data: { status: 'away' } })).toMatchObject([
    { event: 'error', data: { code: 'not-your-presence' } },
  ])
  await room.disconnect('v')
  clock.advance(GRACE_MS)
  await room.sweep()
  expect(await room.store.countAll(room.projectId)).toEqual({ users: 1, visitors: 0 })
})

test('a frame that is wrong is answered with its fault, field by field', async () => {
  await room.connectUser('a', 'ada')
  const faultOf = async (frame: unknown) => {
    const [answer] = await room.send('a', frame)
    return answer?.event === 'error'
      ? [answer.data.code, ...(answer.data.fields ?? []).map(({ field }) => field)]
      : []
  }
  expect(await faultOf('{"event":')).toEqual(['invalid-frame'])
  expect(await faultOf({ event: 'fly' })).toEqual(['invalid-frame', 'event'])
  expect(await faultOf({ event: 'watch', data: { userIds: ['ada', 7] } })).toEqual([
    'invalid-frame',
    'data.userIds.1',
  ])
  expect(await faultOf({ event: 'update_presence', data: { status: 'asleep' } })).toEqual([
    'invalid-frame',
    'data.status',
  ])
  const wide = 'ä'.repeat(SOCKET_FRAME_MAX_BYTES / 2)
  expect(await faultOf({ event: 'watch', data: { userIds: [wide] } })).toEqual(['frame-too-large'])
})

test('a connection that floods is told so once, and closed', async () => {
  await room.connectUser('a', 'ada')
  const answers = []
  for (let n = 0; n < SOCKET_MAX_FRAMES.limit + 20; n++)
    answers.push(...(await room.send('a', { event: 'ping' })))
  expect(answers.filter(({ event }) => event === 'pong')).toHaveLength(SOCKET_MAX_FRAMES.limit)
  expect(answers.filter(({ event }) => event === 'error')).toMatchObject([
    { data: { code: 'too-many-frames' } },
  ])
  expect(stage.socketApi.closed).toContain(room.own('a'))
  await room.connectUser('b', 'bob')
  expect(await room.send('b', { event: 'ping' })).toMatchObject([{ event: 'pong' }])
})

test('a watcher that is gone is forgotten, and its own watchers are told', async () => {
  await room.connectUser('b', 'bob')
  await room.connectUser('c', 'carol')
  await room.runBegun()
  await watch('b', 'ada')
  await watch('c', 'bob')
  stage.socketApi.gone.add(room.own('b'))
  await room.connectUser('a', 'ada')
  await room.runBegun()
  expect((await room.watches.page(room.projectId, 'ada', { limit: 10 })).watchers).toEqual([])
  expect(await read('bob')).toMatchObject({ status: 'offline' })
  clock.advance(GRACE_MS)
  await room.sweep()
  expect(room.updatesOf('c')).toMatchObject([{ userId: 'bob', status: 'offline' }])
})

test('what nobody told, since whoever should have died before, the next sweep tells', async () => {
  await room.connectUser('b', 'bob')
  await room.runBegun()
  await watch('b', 'ada')
  await room.connectUser('a', 'ada')
  expect(stage.takeBegun()).toContainEqual({
    name: 'push-presence',
    payload: { projectId: room.projectId, userId: 'ada' },
  })
  expect(room.updatesOf('b')).toEqual([])
  clock.advance(5_000)
  await room.sweep()
  expect(room.updatesOf('b')).toMatchObject([{ userId: 'ada', status: 'online', version: 1 }])
})

test('a fan-out that dies in the middle is gone on with where it was: nobody is left out', async () => {
  const watchers = Array.from({ length: 25 }, (_, n) => `w-${String(n).padStart(2, '0')}`)
  for (const name of watchers) {
    await room.watches.watch(
      { connectionId: room.own(name), projectId: room.projectId, isMember: false, expiresAt: 4e9 },
      ['ada'],
    )
  }
  await room.connectUser('a', 'ada')
  stage.takeBegun()
  const { pushPresence } = await import('../../../functions/task/push-presence.ts')
  const { fanOuts } = await import('../../../functions/stores/fan-outs.ts')
  const { dynamodb } = await import('../../../functions/runtime/clients/dynamodb.ts')
  const told: string[] = []
  const teller = (diesAt: number) =>
    pushPresence({
      rosters: room.rosters,
      fanOuts: fanOuts(dynamodb, 'presence', () => Date.now()),
      watches: {
        ...room.watches,
        page: async (...asked) => {
          if (told.length >= diesAt) throw new Error('killed')
          return room.watches.page(...asked)
        },
      },
      connections: { watchersOfPeople: async () => [] },
      sockets: {
        push: async (connectionId) => {
          told.push(connectionId)
          return true
        },
      },
      endConnection: async () => undefined,
      page: 5,
    })
  const of = { projectId: room.projectId, userId: 'ada' }
  await expect(teller(15)(of, 'first')).rejects.toThrow('killed')
  expect(told).toHaveLength(15)
  // While it may still be alive nobody tells the same again.
  expect(await teller(99)(of, 'second')).toMatchObject({ busy: true, told: 0 })
  clock.advance(10_000)
  expect(await teller(99)(of, 'third')).toMatchObject({ changes: 1, told: 10 })
  expect(told.toSorted()).toEqual(watchers.map(room.own))
  expect(await teller(99)(of, 'fourth')).toMatchObject({ changes: 0, told: 0 })
})

test('a change that comes while another is told is told after it, by the same teller', async () => {
  await room.connectUser('b', 'bob')
  await room.runBegun()
  await watch('b', 'ada')
  await room.connectUser('a', 'ada')
  await room.send('a', { event: 'update_presence', data: { status: 'away' } })
  await room.send('a', { event: 'update_presence', data: { status: 'offline' } })
  const begun = stage.takeBegun().filter(({ name }) => name === 'push-presence')
  expect(begun).toHaveLength(3)
  const { handler } = await import('../../../functions/task/push-presence.ts')
  await Promise.all(
    begun.map(({ payload }, n) =>
      handler(payload, context({ awsRequestId: `at-once-${room.projectId}-${n}` })),
    ),
  )
  expect(room.updatesOf('b').map(({ version, status }) => [version, status])).toEqual([
    [1, 'online'],
    [2, 'away'],
    [3, 'offline'],
  ])
})

test('the first who comes begins the sweep, which ends when nobody is here', async () => {
  await room.connectUser('a', 'ada')
  expect(stage.takeBegun().map(({ name }) => name)).toContain('sweep-presence')
  const { sweepPresence } = await import('../../../functions/schedule/sweep-presence.ts')
  const { sweeper } = await import('../../../functions/stores/sweeper.ts')
  const { dynamodb } = await import('../../../functions/runtime/clients/dynamodb.ts')
  const guard = sweeper(dynamodb, 'presence', () => Date.now())
  let sweeps = 0
  const run = (newId: string, due: () => Promise<{ who: never[]; rows: number }>, onSleep: () => unknown) =>
    sweepPresence({
      rosters: { ...room.rosters, due },
      sweeper: guard,
      beginPush: async () => undefined,
      sleep: async () => onSleep(),
      newId: () => newId,
      now: () => Date.now(),
    })({ remainingMs: () => 60_000 })
  let rows = 1
  const done = await run(
    'one',
    async () => ({ who: [], rows }),
    async () => {
      expect(await guard.isAtWork()).toBe(true)
      if (++sweeps === 3) rows = 0
    },
  )
  expect(done).toMatchObject({ sweeps: 5 })
  expect(await guard.isAtWork()).toBe(false)

  const overtaken = await run(
    'old',
    async () => ({ who: [], rows: 1 }),
    () => guard.takeOver('new'),
  )
  expect(overtaken).toMatchObject({ sweeps: 1, overtaken: true })
  await guard.release('new')
})
