import { ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { foldBatch } from '../../../core/sessions/fold-batch.ts'
import type { PeopleStore } from '../../../functions/stores/people.ts'
import type { SessionStore } from '../../../functions/stores/sessions.ts'
import { makeStamped, uuid } from '../../unit/core/make-batch.ts'
import { call } from '../invocations.ts'
import { type MadeProject, makeProject } from '../make-project.ts'
import { type Stage, startStage } from '../stage.ts'

let stage: Stage
let sessions: SessionStore
let people: PeopleStore
let expire: (remainingMs?: () => number) => Promise<unknown>
let now = Date.now()
let own: MadeProject
let made = 0

const DAY_MS = 24 * 60 * 60_000
const dayOf = (ts: number) => new Date(ts).toISOString().slice(0, 10)

beforeAll(async () => {
  stage = await startStage()
  const { dynamodb } = await import('../../../functions/runtime/clients/dynamodb.ts')
  const { s3 } = await import('../../../functions/runtime/clients/s3.ts')
  const clock = () => now
  sessions = (await import('../../../functions/stores/sessions.ts')).sessions(dynamodb, 'sessions', clock)
  people = (await import('../../../functions/stores/people.ts')).people(dynamodb, 'people')
  const { expiredObjects } = await import('../../../functions/stores/expired-objects.ts')
  const { expiries } = await import('../../../functions/stores/expiries.ts')
  const { projects } = await import('../../../functions/stores/projects.ts')
  const { pins } = await import('../../../functions/stores/pins.ts')
  const { pinnedEnds } = await import('../../../functions/stores/pinned-ends.ts')
  const { expirePins } = await import('../../../functions/stores/expire-pins.ts')
  const { assets } = await import('../../../functions/stores/assets.ts')
  const { sessionObjects } = await import('../../../functions/stores/session-objects.ts')
  const { annotations } = await import('../../../functions/stores/annotations.ts')
  const stores = {
    sessions,
    ofSession: sessionObjects(s3, 'test-sessions'),
    annotations: annotations(dynamodb, 'people', clock),
    people,
  }
  const pinRows = pins(dynamodb, 'people')
  const run = (await import('../../../functions/schedule/expire.ts')).expire({
    expiries: expiries(dynamodb, 'people'),
    retentionOf: projects(dynamodb, 'configuration').retentionOf,
    objects: expiredObjects({ client: s3, sessions: 'test-sessions', lake: 'test-lake', now: clock }),
    ...stores,
    pins: expirePins({
      ...stores,
      pins: pinRows,
      ends: pinnedEnds({ ...stores, pins: pinRows, now: clock }),
      assets: assets(s3, 'test-sessions'),
      isThere: async () => true,
      now: clock,
    }),
    now: clock,
  })
  expire = (remainingMs = () => 900_000) => run({ remainingMs })
})

beforeEach(async () => {
  now = Date.now()
  own = await makeProject(`owner-${++made}`)
})

afterAll(() => stage.stop())

const put = (Bucket: string, Key: string) =>
  new S3Client().send(new PutObjectCommand({ Bucket, Key, Body: 'x' }))

const keep = async (retention: { replayDays: number; eventDays: number }) => {
  const { handler } = await import('../../../functions/http/accounts.ts')
  const params = { projectId: own.projectId }
  await call(handler, { to: 'updateProject', memberId: `owner-${made}`, params, body: { retention } })
}

const record = async (session: number, at: number, keepDays = 90) => {
  const { projectId } = own
  const rules = { idleMinutes: 30, keepDays, replayDays: 30 }
  const batch = makeStamped({
    projectId,
    sessionId: uuid(session),
    visitorId: uuid(session + 1000),
    receivedAt: at,
    events: [{ ts: at }],
    replay: { format: 'rrweb-2', events: [1] },
    rules,
  })
  await sessions.write(foldBatch(undefined, batch), undefined)
  await people.sight({
    projectId,
    visitorId: uuid(session + 1000),
    userId: 'ada',
    firstAt: at,
    lastAt: at,
    keepDays,
  })
  for (const name of ['manifest.json', 'm/events.ndjson.gz', 'm/tab-0.ndjson.gz'])
    await put('test-sessions', `sessions/${projectId}/${uuid(session)}/replay/${name}`)
  await put('test-sessions', `sessions/${projectId}/${uuid(session)}/screenshots/1.webp`)
}

const namesLeft = async () => {
  const { Contents = [] } = await new S3Client().send(
    new ListObjectsV2Command({ Bucket: 'test-sessions', Prefix: `sessions/${own.projectId}/` }),
  )
  return Contents.map(({ Key = '' }) => Key.split('/').slice(3).join('/'))
}

test('recordings and screenshots go by their days, the rest by its own', async () => {
  await record(1, now)
  await keep({ replayDays: 7, eventDays: 20 })
  now += 6 * DAY_MS
  await expire()
  expect(await namesLeft()).toHaveLength(4)
  now += 2 * DAY_MS
  await expire()
  expect(await namesLeft()).toEqual(['replay/m/events.ndjson.gz', 'replay/manifest.json'])
  now += 13 * DAY_MS
  await expire()
  expect(await namesLeft()).toEqual([])
})

test('days of the lake go when all of them is past, with their manifests and marks', async () => {
  const day = (ago: number) => dayOf(now - ago * DAY_MS)
  const { projectId } = own
  for (const ago of [9, 10, 11, 12]) {
    for (const key of [
      `events/project=${projectId}/date=${day(ago)}/hour=00/a.ndjson.gz`,
      `events-parquet/project=${projectId}/date=${day(ago)}/1-a.parquet`,
      `manifests/sessions/project=${projectId}/date=${day(ago)}.json.gz`,
      `uncompacted/date=${day(ago)}/project=${projectId}`,
    ])
      await put('test-lake', key)
  }
  await keep({ replayDays: 1, eventDays: 10 })
  await expire()
  const { Contents = [] } = await new S3Client().send(new ListObjectsV2Command({ Bucket: 'test-lake' }))
  const left = Contents.flatMap(({ Key = '' }) =>
    Key.includes(projectId) ? [/date=([\d-]+)/.exec(Key)?.[1]] : [],
  )
  expect(new Set(left)).toEqual(new Set([day(9), day(10)]))
})

test('fewer days than before remove what was kept for longer, and its visitors', async () => {
  await record(2, now - 40 * DAY_MS)
  await record(3, now - 5 * DAY_MS)
  await expire()
  expect(await sessions.find(own.projectId, uuid(2))).toBeDefined()
  await keep({ replayDays: 7, eventDays: 30 })
  await expire()
  expect((await sessions.read(own.projectId, uuid(2))).state).toBeUndefined()
  expect(await people.find(own.projectId, uuid(1002))).toBeUndefined()
  expect(await people.visitorsOf(own.projectId, 'ada')).toEqual([uuid(1003)])
  expect(await sessions.find(own.projectId, uuid(3))).toBeDefined()
})

test('more days than before keep what is still there for longer', async () => {
  await record(4, now - 89 * DAY_MS)
  await expire()
  await keep({ replayDays: 30, eventDays: 200 })
  await expire()
  now += 30 * DAY_MS
  expect(await sessions.find(own.projectId, uuid(4))).toBeDefined()
  await expire()
  expect(await sessions.find(own.projectId, uuid(4))).toBeDefined()
  now += 90 * DAY_MS
  expect(await sessions.find(own.projectId, uuid(4))).toBeUndefined()
})

test('a reader goes by the days as they are now, whatever is cleared away yet', async () => {
  await record(5, now - 20 * DAY_MS)
  const ask = async (name: 'get-session' | 'list-session-events' | 'list-sessions') => {
    const { handler } = (await import(`../../../functions/http/${name}.ts`)) as {
      handler: Parameters<typeof call>[0]
    }
    const query = { projectId: own.projectId }
    return call(handler, { memberId: `owner-${made}`, params: { sessionId: uuid(5) }, query })
  }
  expect(await ask('get-session')).toMatchObject({ body: { session: { hasReplay: true } } })
  await keep({ replayDays: 10, eventDays: 30 })
  expect(await ask('get-session')).toMatchObject({ body: { session: { hasReplay: false } } })
  expect(await ask('list-sessions')).toMatchObject({ body: { sessions: [{ hasReplay: false }] } })
  await keep({ replayDays: 10, eventDays: 19 })
  expect(await ask('get-session')).toMatchObject({ status: 404 })
  expect(await ask('list-session-events')).toMatchObject({ status: 404 })
  expect(await ask('list-sessions')).toMatchObject({ body: { sessions: [] } })
})

test('a run that has no time left goes on where it stopped, and a project is done once a day', async () => {
  await record(6, now)
  await expire()
  expect(await expire()).toMatchObject({ projects: 0, complete: true })
  now += DAY_MS
  expect(await expire(() => 1)).toMatchObject({ complete: false })
  expect(await expire()).toMatchObject({ complete: true })
})
