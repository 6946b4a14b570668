import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { PRESENCE_ACTIVE_MS } from '../../../core/limits.ts'
import type { PresenceStore } from '../../../functions/stores/presence.ts'
import type { RosterStore } from '../../../functions/stores/rosters.ts'
import { movableClock } from '../movable-clock.ts'
import { openSite, type Site } from '../site-client.ts'
import { type Stage, startStage } from '../stage.ts'

let stage: Stage
let site: Site
let store: PresenceStore
let rosters: RosterStore
let clock: ReturnType<typeof movableClock>
let users = 0

beforeAll(async () => {
  stage = await startStage()
  clock = movableClock()
  site = await openSite()
  const { dynamodb } = await import('../../../functions/runtime/clients/dynamodb.ts')
  store = (await import('../../../functions/stores/presence.ts')).presence(dynamodb, 'presence', Date.now)
  rosters = (await import('../../../functions/stores/rosters.ts')).rosters(dynamodb, 'presence', Date.now)
})

beforeEach(() => clock.reset())

afterAll(() => stage.stop())

const freshUser = () => `user-${++users}`

/** As a device of theirs that has just connected. */
const connect = async (userId: string) => {
  const { renew, settle } = await import('../../../core/presence/roster.ts')
  await rosters.change({ projectId: site.projectId, kind: 'user', id: userId }, (roster) =>
    settle(renew(roster, `connection-of-${userId}`, { leaseMs: 150_000 }, Date.now()), Date.now()),
  )
}

const dataOf = ({ status, body }: { status: number; body: unknown }) => {
  expect(status).toBe(200)
  return (body as { data: Record<string, unknown> }).data
}

const codeOf = ({ status, body }: { status: number; body: unknown }) => [
  status,
  (body as { code?: string }).code,
]

test('a profile has the very members of its document, and tells when its user logged in last', async () => {
  const userId = freshUser()
  await site.put(userId, {
    username: 'john_doe',
    bio: 'Hello',
    profilePictureUrl: 'https://shop.example/john.jpg',
    followersCount: 1_500,
    followingCount: 300,
  })
  await site.asServer('noteLogin', { body: { userId, method: 'email' } })
  const told = dataOf(await site.asUser(freshUser(), 'getUser', { params: { username: 'JOHN_doe' } }))
  expect(told).toEqual({
    id: userId,
    username: 'john_doe',
    bio: 'Hello',
    profilePictureUrl: 'https://shop.example/john.jpg',
    followersCount: 1_500,
    followingCount: 300,
    isOnline: false,
    lastSeen: null,
    lastLoginAt: expect.stringMatching(/Z$/),
  })
  const alias = await site.asUser(freshUser(), 'getUser', {
    route: 'GET /api/users/{username}',
    params: { username: 'john_doe' },
  })
  expect(dataOf(alias)).toEqual(told)
})

test('presence has the very members of its document: online with a live device, offline and seen without', async () => {
  const userId = freshUser()
  await site.put(userId, { username: 'here' })
  const ask = () => site.asServer('getUserPresence', { params: { username: 'here' } })
  expect(dataOf(await ask())).toEqual({
    userId,
    username: 'here',
    isOnline: false,
    lastSeen: null,
    lastActiveAt: null,
  })
  await connect(userId)
  const online = dataOf(await ask())
  expect(online).toMatchObject({ isOnline: true, lastSeen: null, lastActiveAt: expect.any(String) })
  clock.advance(150_000)
  const offline = dataOf(await ask())
  expect(offline).toMatchObject({ isOnline: false, lastSeen: expect.stringMatching(/Z$/) })
  expect(codeOf(await site.asServer('getUserPresence', { params: { username: 'nobody' } }))).toEqual([
    404,
    'user-not-found',
  ])
})

test('the eleventh question about presence within a minute is refused, and says when to ask again', async () => {
  const [asking, asked] = [freshUser(), freshUser()]
  await site.put(asked, { username: 'asked' })
  const token = await site.tokenOf(asking)
  const ask = (headers = { authorization: `Bearer ${token}` }) =>
    site.asUser(asking, 'getUserPresence', { headers, params: { username: 'asked' } })
  for (let n = 1; n <= 10; n++) expect((await ask()).status, `question ${n}`).toBe(200)
  const refused = await ask()
  expect(refused.status).toBe(429)
  expect(refused.headers).toMatchObject({
    ratelimit: expect.stringMatching(/presence/),
    'ratelimit-policy': expect.stringMatching(/10/),
    'retry-after': expect.any(String),
  })
  const other = { authorization: `Bearer ${await site.tokenOf(freshUser())}` }
  expect((await ask(other)).status).toBe(200)
  clock.advance(60_000)
  expect((await ask()).status).toBe(200)
})

test('ids that are numbers are told as numbers', async () => {
  await site.asServer('noteLogin', { body: { userId: 123, username: 'by_number', method: 'email' } })
  const params = { username: 'by_number' }
  expect(dataOf(await site.asServer('getUser', { params }))['id']).toBe(123)
  expect(dataOf(await site.asServer('getUserPresence', { params }))['userId']).toBe(123)
})

test('a username is of one user, whatever its capitals, and free again when it is given up', async () => {
  const [first, second] = [freshUser(), freshUser()]
  expect((await site.put(first, { username: 'Unique' })).status).toBe(200)
  expect(codeOf(await site.put(second, { username: 'unique' }))).toEqual([409, 'username-taken'])
  expect(
    codeOf(await site.asServer('noteLogin', { body: { userId: second, username: 'UNIQUE', method: 'a' } })),
  ).toEqual([409, 'username-taken'])
  expect(
    codeOf(await site.asServer('issueUserToken', { body: { userId: second, username: 'unique' } })),
  ).toEqual([409, 'username-taken'])
  expect((await site.put(first, { username: 'another' })).status).toBe(200)
  expect((await site.put(second, { username: 'unique' })).status).toBe(200)
  expect(dataOf(await site.asServer('getUser', { params: { username: 'Unique' } }))['id']).toBe(second)
  expect(dataOf(await site.asServer('getUser', { params: { username: 'another' } }))['id']).toBe(first)
})

test('of many who claim one username at once one has it', async () => {
  const claimers = Array.from({ length: 8 }, freshUser)
  const replies = await Promise.all(claimers.map((userId) => site.put(userId, { username: 'wanted' })))
  expect(replies.map(({ status }) => status).toSorted()).toEqual([200, ...Array(7).fill(409)])
  const owner = claimers[replies.findIndex(({ status }) => status === 200)]
  expect(dataOf(await site.asServer('getUser', { params: { username: 'wanted' } }))['id']).toBe(owner)
})

test('a username whose claimer died on the way is free after a minute', async () => {
  const { dynamodb } = await import('../../../functions/runtime/clients/dynamodb.ts')
  const { usernames } = await import('../../../functions/stores/usernames.ts')
  const names = usernames(dynamodb, 'people', Date.now)
  await names.claim(site.projectId, 'ghost', 'dead-user', async () => false)
  const userId = freshUser()
  expect((await site.put(userId, { username: 'ghost' })).status).toBe(409)
  expect((await site.asServer('getUser', { params: { username: 'ghost' } })).status).toBe(404)
  clock.advance(60_001)
  expect((await site.put(userId, { username: 'Ghost' })).status).toBe(200)
})

test('what a server does not name stays, null takes it back, and traits say where they came from', async () => {
  const userId = freshUser()
  await site.put(userId, { displayName: 'Ada', bio: 'Hi', traits: { plan: 'free' } })
  await site.put(userId, { bio: null, followersCount: 2 })
  const query = { by: 'id' }
  expect(dataOf(await site.asServer('getUserRecord', { params: { username: userId }, query }))).toMatchObject(
    {
      displayName: 'Ada',
      bio: null,
      followersCount: 2,
      traits: { plan: { value: 'free', source: 'server', at: expect.any(Number) } },
    },
  )
  expect((await site.put(userId, { followersCount: -1 })).status).toBe(400)
  expect((await site.put(userId, { profilePictureUrl: 'javascript:alert(1)' })).status).toBe(400)
  expect((await site.put(userId, { traits: { long: 'x'.repeat(2_000) } })).status).toBe(400)
})

test('who hides is offline to other users, and to the site and itself as it is', async () => {
  const userId = freshUser()
  await site.put(userId, { username: 'shy' })
  await connect(userId)
  const hide = (body: object) => site.asUser(userId, 'putUser', { params: { userId }, body })
  expect((await hide({ hidden: true })).status).toBe(200)
  const params = { username: 'shy' }
  const seen = async (by: string) => dataOf(await site.asUser(by, 'getUserPresence', { params }))
  expect(await seen(freshUser())).toMatchObject({ isOnline: false, lastSeen: null, lastActiveAt: null })
  expect(await seen(userId)).toMatchObject({ isOnline: true })
  expect(dataOf(await site.asServer('getUserPresence', { params }))).toMatchObject({ isOnline: true })
  const who = { projectId: site.projectId, kind: 'user', id: userId } as const
  expect((await rosters.find(who))?.hidden).toBe(true)
  await hide({ hidden: false, hideLastSeen: true })
  expect(await seen(freshUser())).toMatchObject({ isOnline: true, lastActiveAt: null })
  expect((await rosters.find(who))?.hidden).toBe(false)
})

test('a user changes of itself only what it hides, and of others nothing', async () => {
  const [userId, other] = [freshUser(), freshUser()]
  const put = (of: string, body: object) => site.asUser(userId, 'putUser', { params: { userId: of }, body })
  expect((await put(userId, { followersCount: 1_000_000 })).status).toBe(403)
  expect((await put(userId, { username: 'somebody' })).status).toBe(403)
  expect((await put(other, { hidden: true })).status).toBe(403)
  expect((await put(userId, { hidden: true })).status).toBe(200)
})

test('a backend reads many at once, in its order, by ids and names', async () => {
  const [here, gone] = [freshUser(), freshUser()]
  await site.put(here, { username: 'batch_here' })
  await site.put(gone, { username: 'batch_gone' })
  await connect(here)
  const read = (body: object) => site.asServer('readPresences', { body })
  const data = dataOf(await read({ userIds: [gone, here, 'never'], usernames: ['BATCH_here', 'no one'] }))
  expect(data).toMatchObject({
    presences: [
      { userId: gone, username: 'batch_gone', isOnline: false, status: 'offline' },
      { userId: here, username: 'batch_here', isOnline: true, status: 'online' },
      { userId: here },
    ],
    unknown: ['never', 'no one'],
  })
  expect((await read({})).status).toBe(400)
  expect((await read({ userIds: Array.from({ length: 101 }, (_, n) => n) })).status).toBe(400)
  expect((await read({ userIds: Array.from({ length: 100 }, (_, n) => n) })).status).toBe(200)
})

test('the site lists who is here, page by page, and how many', async () => {
  const crowd = await openSite('crowd')
  const before = site
  site = crowd
  const here = Array.from({ length: 5 }, freshUser)
  await Promise.all(here.map(connect))
  const found: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query = { limit: '2', ...(cursor && { cursor }) }
    const { body } = await crowd.asServer('listOnline', { query })
    const page = body as { presences: { userId: string }[]; nextCursor: string | null }
    expect(page.presences.length).toBeLessThanOrEqual(2)
    found.push(...page.presences.map(({ userId }) => userId))
    cursor = page.nextCursor
  }
  expect(found.toSorted()).toEqual(here.toSorted())
  expect((await crowd.asUser('anybody', 'countOnline')).body).toEqual({ online: 5, visitors: 0 })
  expect((await crowd.asUser('anybody', 'listOnline')).status).toBe(401)
  site = before
})

test('a hundred calls of a user within a minute write once that it was active', async () => {
  const userId = freshUser()
  const headers = { authorization: `Bearer ${await site.tokenOf(userId)}` }
  const { dynamodb } = await import('../../../functions/runtime/clients/dynamodb.ts')
  const writes: unknown[] = []
  const really = dynamodb.send.bind(dynamodb) as (command: object) => Promise<never>
  const send = vi.spyOn(dynamodb, 'send').mockImplementation(((command: { input: object }) => {
    const isTouch = JSON.stringify(command.input).includes('"lastActiveAt"')
    if (command.constructor.name === 'UpdateCommand' && isTouch) writes.push(command)
    return really(command)
  }) as unknown as typeof dynamodb.send)
  const active = async () => (await store.read(site.projectId, [userId])).get(userId)?.lastActiveAt
  for (let n = 0; n < 100; n++) {
    expect((await site.asUser(userId, 'countOnline', { headers })).status).toBe(200)
    clock.advance(500)
  }
  expect(writes).toHaveLength(1)
  const first = await active()
  expect(first).toEqual(expect.any(String))
  clock.advance(PRESENCE_ACTIVE_MS)
  await site.asUser(userId, 'countOnline', { headers })
  expect(writes).toHaveLength(2)
  expect(Date.parse((await active()) ?? '')).toBeGreaterThan(Date.parse(first ?? ''))
  send.mockRestore()
})
