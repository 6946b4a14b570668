import { randomUUID } from 'node:crypto'
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { leave, renew, type Sign, settle } from '../../../core/presence/roster.ts'
import { type PresenceStore, presence } from '../../../functions/stores/presence.ts'
import { type RosterStore, rosters } from '../../../functions/stores/rosters.ts'
import { type Stage, startStage } from '../stage.ts'

const LEASE_MS = 150_000

let stage: Stage
let client: DynamoDBDocumentClient
let store: PresenceStore
let roster: RosterStore
let project: string
let at: number
const now = () => at

beforeAll(async () => {
  stage = await startStage()
  client = (await import('../../../functions/runtime/clients/dynamodb.ts')).dynamodb
})

afterAll(() => stage.stop())

beforeEach(() => {
  at = Date.now()
  project = `prj_${randomUUID().slice(0, 8)}`
  store = presence(client, 'presence', now)
  roster = rosters(client, 'presence', now)
})

const user = (id: string) => ({ projectId: project, kind: 'user', id }) as const

const sign = (id: string, device: string, parts: Partial<Sign> = {}) =>
  roster.change(user(id), (before) => settle(renew(before, device, { leaseMs: LEASE_MS, ...parts }, at), at))

const part = (id: string, device: string) =>
  roster.change(user(id), (before) => settle(leave(before, device, at), at), { ifThere: true })

const toldAll = (id: string) =>
  roster.change(user(id), (before) => ({ ...settle(before, at), changes: [] }), { ifThere: true })

const read = async (id: string, options = {}) => (await store.read(project, [id], options)).get(id)

test('who connects is online, and who is unknown is absent', async () => {
  await sign('ada', 'one', { username: 'Ada' })
  const known = await store.read(project, ['ada', 'nobody', 'ada'])
  expect([...known.keys()]).toEqual(['ada'])
  expect(known.get('ada')).toEqual({
    userId: 'ada',
    username: 'Ada',
    status: 'online',
    isOnline: true,
    lastSeen: null,
    lastActiveAt: new Date(at).toISOString(),
    lastLoginAt: null,
  })
})

test('a lease that ends makes offline for readers at once, whoever sweeps', async () => {
  const from = at
  await sign('ada', 'one')
  at = from + LEASE_MS - 1
  expect(await read('ada')).toMatchObject({ status: 'online', lastSeen: null })
  at = from + LEASE_MS
  expect(await read('ada')).toMatchObject({ status: 'offline', lastSeen: new Date(from).toISOString() })
})

test('with two devices, the user is here until the last one leaves', async () => {
  await sign('ada', 'phone')
  await sign('ada', 'laptop', { idle: true })
  await part('ada', 'phone')
  expect(await read('ada')).toMatchObject({ status: 'away', isOnline: true })
  at += 1_000
  await part('ada', 'laptop')
  expect(await read('ada')).toMatchObject({ status: 'offline', lastSeen: new Date(at).toISOString() })
})

test('what is remembered outlives the roster, and the next connection begins from it', async () => {
  await sign('ada', 'one', { username: 'Ada' })
  await part('ada', 'one')
  const left = new Date(at).toISOString()
  at += 15_000
  await toldAll('ada')
  expect(await roster.find(user('ada'))).toBeUndefined()
  expect(await read('ada')).toMatchObject({ username: 'Ada', status: 'offline', lastSeen: left })
  at += 60_000
  const back = await sign('ada', 'two')
  expect(back?.told).toEqual({ version: 3, status: 'online', shown: 'online' })
  expect(await read('ada')).toMatchObject({ username: 'Ada', status: 'online', lastSeen: left })
})

test('a hidden user is offline and was never seen, but for members and servers', async () => {
  await sign('ada', 'one', { hidden: true })
  expect(await read('ada')).toMatchObject({ status: 'offline', lastSeen: null, lastActiveAt: null })
  expect(await read('ada', { seesHidden: true })).toMatchObject({ status: 'online' })
  await part('ada', 'one')
  at += 15_000
  await toldAll('ada')
  expect(await read('ada')).toMatchObject({ status: 'offline', lastSeen: null })
})

test('activity is written at most once a minute, whichever container hears of it', async () => {
  const first = new Date(at).toISOString()
  const other = presence(client, 'presence', now)
  for (let n = 0; n < 100; n++) {
    await (n % 2 === 0 ? store : other).touch(project, 'ada', at)
    at += 599
  }
  expect(await read('ada')).toMatchObject({ lastActiveAt: first })
  at += 1_000
  await store.touch(project, 'ada', at)
  expect(await read('ada')).toMatchObject({ lastActiveAt: new Date(at).toISOString() })
})

test('a login sets both times, and an older one that is told later changes nothing', async () => {
  const login = new Date(at).toISOString()
  await store.noteLogin(project, 'ada', at)
  await store.noteLogin(project, 'ada', at - 5_000)
  expect(await read('ada')).toMatchObject({ lastLoginAt: login, lastActiveAt: login })
})

test('who is online is listed page by page, and counted at most ten seconds late', async () => {
  const ids = Array.from({ length: 30 }, (_, n) => `user-${n}`)
  for (const id of ids) await sign(id, `of-${id}`)
  await sign('unseen', 'u', { set: 'offline' })
  await roster.change({ projectId: project, kind: 'visitor', id: 'v' }, (before) =>
    settle(renew(before, 'v', { leaseMs: LEASE_MS }, at), at),
  )
  expect(await store.countAll(project)).toEqual({ users: 30, visitors: 1 })
  const seen: string[] = []
  let cursor: Parameters<PresenceStore['online']>[1]['cursor']
  do {
    const page = await store.online(project, { limit: 7, cursor })
    expect(page.presences.length).toBeLessThanOrEqual(7)
    seen.push(...page.presences.map(({ userId }) => userId))
    cursor = page.nextCursor
  } while (cursor)
  expect(seen.toSorted()).toEqual(ids.toSorted())
  await part('user-0', 'of-user-0')
  expect(await store.countOnline(project)).toBe(30)
  at += 10_000
  expect(await store.countOnline(project)).toBe(29)
})

test('many devices that change one roster at once all stand in it', async () => {
  await Promise.all(Array.from({ length: 8 }, (_, n) => sign('ada', `device-${n}`)))
  expect(Object.keys((await roster.find(user('ada')))?.devices ?? {})).toHaveLength(8)
})

test('nothing of a user is left after it was removed', async () => {
  await sign('ada', 'one', { username: 'Ada' })
  await store.noteLogin(project, 'ada', at)
  expect(await store.remove(project, 'ada')).toEqual({ rows: 2, connectionIds: ['one'] })
  expect(await read('ada')).toBeUndefined()
  expect(await store.remove(project, 'ada')).toEqual({ rows: 0, connectionIds: [] })
})
