import { randomUUID } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { ACTIVITY_NAMES } from '../../../core/events/activity-names.ts'
import type { StampedBatch } from '../../../core/ingest/stamped-batch.ts'
import type { LakeRow } from '../../../core/lake/lake-row.ts'
import type { StreamFunction } from '../../../functions/runtime/stream/stream.ts'
import { type Call, call, context, kinesisEvent } from '../invocations.ts'
import { openSite, type Site } from '../site-client.ts'
import { type Stage, startStage } from '../stage.ts'
import { recordsOn } from '../stored-objects.ts'
import { ACTIONS } from './activity-actions.ts'

let stage: Stage
let site: Site
let users = 0

beforeAll(async () => {
  stage = await startStage()
  site = await openSite()
})

afterAll(() => stage.stop())

const freshUser = () => `user-${++users}`

const log = (body: object, parts: Call = {}) => site.asServer('logActivity', { body, ...parts })

/** What came on the stream meanwhile. */
const meanwhile = async (work: () => Promise<unknown>): Promise<StampedBatch[]> => {
  const before = (await recordsOn('events')).length
  await work()
  return (await recordsOn('events')).slice(before).map(({ batch }) => batch as StampedBatch)
}

const consume = async (batches: StampedBatch[], name = 'roll-up-sessions') => {
  const { handler } = (await import(`../../../functions/stream/${name}.ts`)) as { handler: StreamFunction }
  expect(await handler(kinesisEvent(batches), context())).toEqual({ batchItemFailures: [] })
}

const lakeRows = async (): Promise<LakeRow[]> => {
  const s3 = new S3Client()
  const { Contents = [] } = await s3.send(
    new ListObjectsV2Command({ Bucket: 'test-lake', Prefix: `events/project=${site.projectId}/` }),
  )
  const rows: LakeRow[] = []
  for (const { Key } of Contents) {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'test-lake', Key }))
    const text = gunzipSync((await Body?.transformToByteArray()) ?? Buffer.alloc(0)).toString()
    rows.push(
      ...text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as LakeRow),
    )
  }
  return rows
}

const viewOf = async (userId: string) => {
  const query = { by: 'id' }
  const { body } = await site.asServer('getUser', { params: { username: userId }, query })
  return (body as { data: { lastLoginAt: string | null } }).data
}

const presenceOf = async (userId: string) => {
  const { body } = await site.asServer('readPresences', { body: { userIds: [userId] } })
  const [found] = (body as { data: { presences: { lastActiveAt: string; lastLoginAt: string }[] } }).data
    .presences
  return found
}

test('the nine actions are those that are known by name', () => {
  expect(ACTIONS.map(({ action }) => action)).toEqual([...ACTIVITY_NAMES])
})

test('each of the nine actions is in the lake as it was told, with its client, and says that it is an activity', async () => {
  const userId = freshUser()
  const at = '2026-01-25T10:00:00.000Z'
  const told = { ip: '203.0.113.77', deviceType: 'ios', countryCode: 'NO', region: 'Oslo' }
  const activities = ACTIONS.map((one) => ({ ...one, ...told, userId, id: randomUUID() }))
  const batches = await meanwhile(async () => {
    expect(await log({ activities })).toMatchObject({
      status: 202,
      body: { success: true, accepted: 9, rejected: [] },
    })
  })
  await consume(batches, 'archive-events')
  const rows = (await lakeRows()).filter((row) => row.userId === userId)
  expect(
    rows.map(({ eventId, name, target, props }) => ({
      id: eventId,
      action: name,
      ...(target && { targetType: target.type, targetId: target.id }),
      metadata: props,
    })),
  ).toEqual(
    activities.map(({ id, ...one }) => ({ id, ...ACTIONS.find(({ action }) => action === one.action) })),
  )
  for (const row of rows)
    expect(row).toMatchObject({
      activity: true,
      ip: '203.0.113.0',
      device: 'mobile',
      os: 'iOS',
      country: 'NO',
      region: 'Oslo',
    })
  expect(Date.parse(at)).toBeLessThan(rows[0]?.ts ?? 0)
})

test('posting a video and starting a livestream create entries, each with the time at which it was done', async () => {
  const userId = freshUser()
  const at = Date.now() - 60 * 60_000
  const [batch] = await meanwhile(async () => {
    await log({ userId, action: 'video_posted', targetType: 'video', targetId: 'abc123', timestamp: at })
  })
  expect(batch?.events).toMatchObject([{ name: 'video_posted', ts: at, activity: true, userId }])
  const [other] = await meanwhile(() =>
    log({ userId, action: 'livestream_started', timestamp: new Date(at).toISOString() }),
  )
  expect(other?.events).toMatchObject([{ name: 'livestream_started', ts: at, activity: true, userId }])
})

test('a user logs its own activity from its page, as the client that it is, and nobody else’s', async () => {
  const userId = freshUser()
  const headers = {
    'user-agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Mobile Safari/604.1',
  }
  const token = await site.tokenOf(userId)
  const ask = (body: object) =>
    site.asUser(userId, 'logActivity', { headers: { ...headers, authorization: `Bearer ${token}` }, body })
  const [batch] = await meanwhile(async () => {
    expect((await ask({ action: 'comment_posted', ip: '198.51.100.99' })).status).toBe(202)
  })
  expect(batch).toMatchObject({
    client: { os: 'iOS', ip: '203.0.113.0' },
    events: [{ userId, activity: true }],
  })
  const refused = await ask({ action: 'comment_posted', userId: 'somebody' })
  expect(refused).toMatchObject({ status: 400, body: { errors: [{ field: 'userId' }] } })
})

test('one that is bad alone is refused by its field; among others it costs no other', async () => {
  const userId = freshUser()
  expect(await log({ userId, action: 'x'.repeat(51) })).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'action' }] },
  })
  expect(await log({ action: 'login' })).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'userId' }] },
  })
  const batches = await meanwhile(async () => {
    const activities = [{ userId, action: 'a' }, { userId }, { userId, action: 'b', metadata: 7 }]
    expect((await log({ activities })).body).toMatchObject({
      accepted: 1,
      rejected: [{ index: 1 }, { index: 2 }],
    })
  })
  expect(batches.flatMap(({ events }) => events)).toHaveLength(1)
})

test('an activity that is sent again with its id is one', async () => {
  const userId = freshUser()
  const body = { userId, action: 'login', id: randomUUID() }
  const batches = [...(await meanwhile(() => log(body))), ...(await meanwhile(() => log(body)))]
  await consume(batches, 'archive-events')
  const ids = (await lakeRows()).filter((row) => row.userId === userId).map(({ eventId }) => eventId)
  expect(new Set(ids).size).toBe(1)
})

test('what the stream cannot take is answered so, and never half', async () => {
  const { kinesis } = await import('../../../functions/runtime/clients/kinesis.ts')
  const down = vi
    .spyOn(kinesis, 'send')
    .mockImplementation((() =>
      Promise.reject(Object.assign(new Error('away'), { name: 'TimeoutError' }))) as typeof kinesis.send)
  const refused = await log({ userId: freshUser(), action: 'login' })
  down.mockRestore()
  expect(refused).toMatchObject({ status: 503, headers: { 'retry-after': expect.any(String) } })
})

test('a login that a server tells is on the profile at once, in the log, and makes its user active', async () => {
  const userId = freshUser()
  const from = Date.now()
  const [batch] = await meanwhile(async () => {
    const body = { userId, method: 'email', device: 'ios', deviceType: 'ios' }
    const reply = await site.asServer('noteLogin', { body })
    expect(reply).toMatchObject({ status: 201, body: { success: true, data: { userId, username: null } } })
  })
  expect(Date.parse((await viewOf(userId)).lastLoginAt ?? '')).toBeGreaterThanOrEqual(from)
  expect(Date.parse((await presenceOf(userId))?.lastActiveAt ?? '')).toBeGreaterThanOrEqual(from)
  expect(batch?.events).toMatchObject([
    { name: 'login', activity: true, userId, props: { method: 'email', device: 'ios' } },
  ])
})

test('a login that the tracker tells is on the profile when the stream has brought it, once and in any order', async () => {
  const userId = freshUser()
  const { handler: track } = await import('../../../functions/http/track.ts')
  const send = (ts: number) =>
    call(track, {
      to: 'sendEvents',
      headers: { 'x-api-key': site.publishableKey },
      body: { events: [{ name: 'login', activity: true, userId, ts, props: { method: 'google' } }] },
    })
  const now = Date.now()
  const later = await meanwhile(() => send(now - 1_000))
  const earlier = await meanwhile(() => send(now - 60_000))
  await consume(later)
  const told = (await viewOf(userId)).lastLoginAt
  expect(Date.parse(told ?? '')).toBe(now - 1_000)
  await consume([...earlier, ...later])
  expect((await viewOf(userId)).lastLoginAt).toBe(told)
})

test('traits of an identified user are folded in from the stream, e-mail address and all; of nobody they are none', async () => {
  const userId = freshUser()
  const { handler: track } = await import('../../../functions/http/track.ts')
  const traits = { plan: 'pro', email: 'ada@shop.example' }
  const batches = await meanwhile(() =>
    call(track, {
      to: 'sendEvents',
      headers: { 'x-api-key': site.publishableKey },
      body: {
        events: [
          { name: 'identify', userId, props: { traits, page: 'ada@shop.example' } },
          { name: 'identify', props: { traits } },
        ],
      },
    }),
  )
  await consume(batches)
  const query = { by: 'id' }
  const { body } = await site.asServer('getUserRecord', { params: { username: userId }, query })
  expect((body as { data: { traits: object } }).data.traits).toMatchObject({
    plan: { value: 'pro', source: 'event' },
    email: { value: 'ada@shop.example' },
  })
  const [ofAda, ofNobody] = batches.flatMap(({ events }) => events)
  expect(ofAda?.props).toMatchObject({ page: '[email]' })
  expect(ofNobody?.props).toMatchObject({ traits: { email: '[email]' } })
})

test('of a person who was erased nothing is taken: the log does not tell, a profile cannot be put', async () => {
  const [userId, other] = [freshUser(), freshUser()]
  const shop = await openSite('eraser')
  const { handler: accounts } = await import('../../../functions/http/accounts.ts')
  const headers = { 'x-api-key': shop.secretKey }
  await call(accounts, { to: 'erasePerson', headers, params: { personId: userId } })
  const activities = [userId, other].map((of) => ({ userId: of, action: 'login' }))
  const batches = await meanwhile(async () => {
    const { body } = await shop.asServer('logActivity', { body: { activities } })
    expect(body).toMatchObject({ accepted: 2, rejected: [] })
  })
  expect(batches.flatMap(({ events }) => events.map((event) => event.userId))).toEqual([other])
  for (const reply of [
    await shop.put(userId, { bio: 'back' }),
    await shop.asServer('noteLogin', { body: { userId, method: 'email' } }),
    await shop.asServer('createConversation', { body: { participants: [userId, other] } }),
  ])
    expect(reply).toMatchObject({ status: 409, body: { code: 'person-erased' } })
  expect((await shop.put(other, { bio: 'here' })).status).toBe(200)
})
