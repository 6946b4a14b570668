// Activities all the way: told by a server, over the stream, into the lake, and out of the log again.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { HttpFunction } from '../../../functions/runtime/http/http.ts'
import type { StreamFunction } from '../../../functions/runtime/stream/stream.ts'
import { call, context, kinesisEvent } from '../invocations.ts'
import { openSite, type Site } from '../site-client.ts'
import { type Stage, startStage } from '../stage.ts'
import { recordsOn } from '../stored-objects.ts'
import { ACTIONS } from './activity-actions.ts'

const DAY_MS = 86_400_000

let stage: Stage
let site: Site
let analytics: HttpFunction

beforeAll(async () => {
  stage = await startStage()
  site = await openSite()
  analytics = (await import('../../../functions/http/analytics.ts')).handler
})

afterAll(() => stage.stop())

const tell = async (activities: object[]) => {
  const before = (await recordsOn('events')).length
  const { body } = await site.asServer('logActivity', { body: { activities } })
  expect(body).toMatchObject({ accepted: activities.length, rejected: [] })
  const batches = (await recordsOn('events')).slice(before).map(({ batch }) => batch)
  const { handler } = (await import('../../../functions/stream/archive-events.ts')) as {
    handler: StreamFunction
  }
  expect(await handler(kinesisEvent(batches), context())).toEqual({ batchItemFailures: [] })
}

const logOf = async (query: Record<string, string>) => {
  const headers = { 'x-api-key': site.secretKey }
  const { status, body } = await call(analytics, { to: 'listUserActivity', headers, query })
  expect(status).toBe(200)
  const { success, data, ...rest } = body as {
    success: boolean
    data: { total: number; activities: { id: string; action: string }[] }
  }
  expect({ success, rest }).toEqual({ success: true, rest: {} })
  return data
}

/** The nine, a minute apart, the first of them an hour ago. */
const nine = (userId: string, from = Date.now() - DAY_MS / 24) =>
  ACTIONS.map((one, at) => ({
    ...one,
    userId,
    id: randomUUID(),
    timestamp: new Date(from + at * 60_000).toISOString(),
  }))

test('each of the nine comes back as it was told, the newest first, with the username of its user', async () => {
  await site.put('grace', { username: 'grace_h' })
  const told = nine('grace')
  await tell(told)
  expect(await logOf({ userId: 'grace' })).toEqual({
    total: 9,
    activities: told
      .toReversed()
      .map((one) => ({ targetType: null, targetId: null, ...one, username: 'grace_h' })),
  })
})

test('a site whose ids are numbers is told numbers', async () => {
  await site.put('456', { username: 'numbered', userIdType: 'number' })
  const id = randomUUID()
  await tell([{ userId: 456, id, action: 'login', metadata: { method: 'email', device: 'ios' } }])
  expect((await logOf({ userId: '456' })).activities).toMatchObject([
    { id, userId: 456, username: 'numbered' },
  ])
})

test('posting a video makes an entry', async () => {
  const id = randomUUID()
  const video = {
    action: 'video_posted',
    targetType: 'video',
    targetId: 'abc123',
    metadata: { videoId: 'abc123', duration: 30 },
  }
  await tell([{ userId: 'poster', id, ...video }])
  expect((await logOf({ userId: 'poster' })).activities).toMatchObject([{ id, userId: 'poster', ...video }])
})

test('starting a livestream makes an entry', async () => {
  const id = randomUUID()
  const stream = {
    action: 'livestream_started',
    targetType: 'livestream',
    targetId: 's-1',
    metadata: { streamId: 's-1', type: 'SOCIAL' },
  }
  await tell([{ userId: 'streamer', id, ...stream }])
  expect((await logOf({ userId: 'streamer' })).activities).toMatchObject([
    { id, userId: 'streamer', ...stream },
  ])
})

test('the log is narrowed by dates, both of which count', async () => {
  const moments = [20, 10, 1].map((hours) => new Date(Date.now() - hours * 3_600_000).toISOString())
  const told = moments.map((timestamp) => ({
    userId: 'dated',
    id: randomUUID(),
    action: 'login',
    timestamp,
  }))
  await tell(told)
  const ids = async (query: Record<string, string>) =>
    (await logOf({ userId: 'dated', ...query })).activities.map(({ id }) => id)
  const [first = '', second = '', third = ''] = moments
  const [of1, of2, of3] = told.map(({ id }) => id)
  expect(await ids({ startDate: second })).toEqual([of3, of2])
  expect(await ids({ endDate: second })).toEqual([of2, of1])
  expect(await ids({ startDate: second, endDate: second })).toEqual([of2])
  expect(await ids({ startDate: first.slice(0, 10), endDate: third.slice(0, 10) })).toEqual([of3, of2, of1])
})

test('the log is narrowed by an action, of one user and of all', async () => {
  await tell([...nine('acts'), ...nine('acts-too')])
  const followed = await logOf({ userId: 'acts', action: 'user_followed' })
  expect(followed).toMatchObject({
    total: 1,
    activities: [{ userId: 'acts', action: 'user_followed', metadata: { targetUserId: 456 } }],
  })
  const ended = await logOf({ action: 'livestream_ended' })
  expect(ended.activities.map(({ action }) => action)).toEqual(Array(ended.total).fill('livestream_ended'))
  expect(ended.total).toBeGreaterThanOrEqual(2)
})
