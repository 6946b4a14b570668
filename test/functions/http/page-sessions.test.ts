// Sessions that a page begins and reads itself, by the API's own routes and by the paths of older clients.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { StampedBatch } from '../../../core/ingest/stamped-batch.ts'
import { SESSION_METADATA_MAX_BYTES } from '../../../core/limits.ts'
import type { SessionState } from '../../../core/sessions/session-state.ts'
import type { HttpFunction } from '../../../functions/runtime/http/http.ts'
import type { StreamFunction } from '../../../functions/runtime/stream/stream.ts'
import type { PeopleStore } from '../../../functions/stores/people.ts'
import type { SessionStore } from '../../../functions/stores/sessions.ts'
import { type Call, call, context, kinesisEvent, type Reply } from '../invocations.ts'
import { type MadeProject, makeProject } from '../make-project.ts'
import { type Stage, startStage } from '../stage.ts'
import { recordsOn } from '../stored-objects.ts'

let stage: Stage
let pages: HttpFunction
let latest: HttpFunction
let track: HttpFunction
let consumers: StreamFunction[]
let project: MadeProject
let other: MadeProject
let store: SessionStore
let people: PeopleStore
let consumed = 0

beforeAll(async () => {
  stage = await startStage()
  pages = (await import('../../../functions/http/page-sessions.ts')).handler
  latest = (await import('../../../functions/http/list-latest-events.ts')).handler
  track = (await import('../../../functions/http/track.ts')).handler
  consumers = [
    (await import('../../../functions/stream/roll-up-sessions.ts')).handler,
    (await import('../../../functions/stream/store-session.ts')).handler,
  ]
  project = await makeProject('ada', 'Shop')
  other = await makeProject('bob', 'Other')
  const { dynamodb } = await import('../../../functions/runtime/clients/dynamodb.ts')
  store = (await import('../../../functions/stores/sessions.ts')).sessions(dynamodb, 'sessions', Date.now)
  people = (await import('../../../functions/stores/people.ts')).people(dynamodb, 'people')
})

afterAll(() => stage.stop())

/** What came on the stream since the last time, through the consumers. */
const consume = async (): Promise<StampedBatch[]> => {
  const batches = (await recordsOn('events')).slice(consumed).map(({ batch }) => batch as StampedBatch)
  for (const consumer of consumers) {
    expect(await consumer(kinesisEvent(batches, consumed), context())).toEqual({ batchItemFailures: [] })
  }
  consumed += batches.length
  return batches
}

const asPage = (id: string): Record<string, string> => ({
  'x-api-key': project.publishableKey,
  'x-session-id': id,
  'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
})
const touch = (id: string, metadata?: object, headers = asPage(id)): Promise<Reply> =>
  call(pages, { to: 'touchSession', route: 'POST /api/sessions', headers, body: { metadata } })
const ask = (what: 'user' | 'events', id: string, parts: Call = {}): Promise<Reply> =>
  call(what === 'user' ? pages : latest, {
    to: what === 'user' ? 'showSessionUser' : 'listLatestEvents',
    route: `GET /api/sessions/{sessionId}/${what}`,
    params: { sessionId: id },
    headers: asPage(id),
    ...parts,
  })
const log = (id: string, eventType: string, payload: object = {}): Promise<Reply> =>
  call(track, {
    to: 'sendEvents',
    route: 'POST /api/events',
    headers: asPage(id),
    body: { eventType, payload },
  })
const sessionOf = async (batches: StampedBatch[]): Promise<SessionState | undefined> =>
  store.find(project.projectId, batches[0]?.sessionId ?? '')

describe('POST /api/sessions', () => {
  test('makes a session, answers with exactly what its document says, and keeps what it was told', async () => {
    const id = randomUUID()
    const from = Date.now()
    const reply = await touch(id, {
      referrer: 'https://google.com',
      userAgent: 'made up',
      ip: '127.0.0.1',
      plan: 'a',
    })
    const { session } = reply.body as { session: { lastSeen: string } }
    const metadata = {
      referrer: 'https://google.com',
      plan: 'a',
      userAgent: asPage(id)['user-agent'],
    }
    expect(reply).toMatchObject({ status: 200 })
    expect(reply.body).toEqual({
      success: true,
      session: { sessionId: id, userId: null, userData: null, lastSeen: session.lastSeen, metadata },
    })
    expect(Date.parse(session.lastSeen)).toBeGreaterThanOrEqual(from)
    const state = await sessionOf(await consume())
    expect(state).toMatchObject({ visitorId: id, metadata, events: 0, browser: 'Firefox', endedAt: null })
    expect(await people.find(project.projectId, id)).toMatchObject({ visitorId: id, userId: null })
  })

  test('says of a known session that it goes on, and forgets nothing of it', async () => {
    const id = randomUUID()
    await touch(id, { referrer: 'https://google.com' })
    const before = await sessionOf(await consume())
    const again = await touch(id)
    expect(again.body).toMatchObject({ session: { metadata: { referrer: 'https://google.com' } } })
    const batches = await consume()
    expect(batches[0]?.sessionId).toBe(before?.sessionId)
    const after = await sessionOf(batches)
    expect(after).toMatchObject({ startedAt: before?.startedAt, metadata: before?.metadata })
    expect(after?.lastSeenAt).toBeGreaterThanOrEqual(before?.lastSeenAt ?? 0)
  })

  test('makes one session of many requests at once', async () => {
    const id = randomUUID()
    await Promise.all(Array.from({ length: 8 }, () => touch(id, { n: 1 })))
    const batches = await consume()
    expect(batches).toHaveLength(8)
    expect(new Set(batches.map(({ sessionId }) => sessionId)).size).toBe(1)
    expect(new Set(batches.map(({ tabId, seq }) => `${tabId}#${seq}`)).size).toBe(8)
    const { rows } = await store.newestFirst(project.projectId, { limit: 100 })
    expect(rows.filter(({ state }) => state.visitorId === id)).toHaveLength(1)
  })

  test('refuses an id that is no UUID, and metadata that is too large', async () => {
    expect(await touch('session456')).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'x-session-id' }] },
    })
    const frame = JSON.stringify({ a: '' }).length
    const most = { a: 'x'.repeat(SESSION_METADATA_MAX_BYTES - frame) }
    expect((await touch(randomUUID(), most)).status).toBe(200)
    expect(await touch(randomUUID(), { a: `${most.a}x` })).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'metadata' }] },
    })
    await consume()
  })

  test('believes a server what it says of the visitor’s browser and address', async () => {
    const id = randomUUID()
    const headers = { 'x-api-key': project.secretKey, 'x-session-id': id, 'user-agent': 'node' }
    const metadata = { userAgent: asPage(id)['user-agent'], ip: '198.51.100.77' }
    expect((await touch(id, metadata, headers)).body).toMatchObject({ session: { metadata } })
    const [batch] = await consume()
    expect(batch?.client).toMatchObject({ browser: 'Firefox', ip: '198.51.100.0', bot: false })
  })

  test('of a session of the tracker’s own keeps its visitor', async () => {
    const id = '019ac0de-0000-7000-8000-00000000abcd'
    const now = Date.now()
    const made = Math.floor(now).toString(16).padStart(12, '0')
    const own = `${made.slice(0, 8)}-${made.slice(8)}${id.slice(13)}`
    const visitorId = randomUUID()
    const batch = { v: 1, visitorId, sessionId: own, tabId: randomUUID(), seq: 0, sentAt: now, events: [] }
    const event = { eventId: randomUUID(), name: 'page_view', ts: now }
    await call(track, { to: 'track', headers: asPage(own), body: { ...batch, events: [event] } })
    await consume()
    await touch(own)
    const batches = await consume()
    expect(batches[0]).toMatchObject({ sessionId: own, visitorId })
    expect(await sessionOf(batches)).toMatchObject({ visitorId, events: 1 })
  })
})

describe('GET /api/sessions/{sessionId}/user', () => {
  test('tells who the visitor turned out to be, in exactly the keys of its document', async () => {
    const id = randomUUID()
    await touch(id)
    await consume()
    const before = await ask('user', id)
    expect(before).toMatchObject({ status: 200, body: { session: { userId: null } } })
    const event = { name: 'identify', visitorId: id, userId: 'user_uuid' }
    const headers = { 'x-api-key': project.publishableKey }
    await call(track, { to: 'sendEvents', headers, body: { events: [event] } })
    await consume()
    const { body } = await ask('user', id)
    const { session } = body as { session: { lastSeen: string } }
    expect(body).toEqual({
      success: true,
      session: { sessionId: id, userId: 'user_uuid', userData: null, lastSeen: session.lastSeen },
    })
    expect((await touch(id)).body).toMatchObject({ session: { userId: 'user_uuid' } })
    await consume()
  })

  test('needs the same X-Session-ID, or a secret key of the project', async () => {
    const id = randomUUID()
    await touch(id)
    await consume()
    const { publishableKey, secretKey } = project
    for (const what of ['user', 'events'] as const) {
      const status = async (headers: Record<string, string>) => (await ask(what, id, { headers })).status
      expect(await status({ 'x-api-key': publishableKey })).toBe(403)
      expect(await status(asPage(randomUUID()))).toBe(403)
      expect(await status(asPage('rubbish'))).toBe(400)
      expect(await status(asPage(id.toUpperCase()))).toBe(200)
      expect(await status({ 'x-api-key': secretKey })).toBe(200)
      expect(await status({ 'x-session-id': id })).toBe(401)
      expect(await status({ ...asPage(id), 'x-api-key': other.publishableKey })).toBe(404)
      expect(await status({ 'x-api-key': other.secretKey })).toBe(404)
    }
  })

  test('does not know an id that nobody sent', async () => {
    const id = randomUUID()
    expect(await ask('user', id)).toMatchObject({ status: 404, body: { success: false } })
    expect(await ask('events', id)).toMatchObject({ status: 404, body: { code: 'session-not-found' } })
  })
})

describe('GET /api/sessions/{sessionId}/events', () => {
  test('answers the newest 50 unless told otherwise, oldest first, as they were sent', async () => {
    const id = randomUUID()
    const at = Date.now() - 60_000
    for (let n = 0; n < 60; n++) {
      await log(id, n % 2 ? 'PAGE_VIEW' : 'click', { n, timestamp: new Date(at + n).toISOString() })
    }
    await consume()
    const events = async (limit?: string) => {
      const { status, body } = await ask('events', id, limit ? { query: { limit } } : {})
      return status === 200 ? (body as { events: { payload: { n: number } }[] }).events : status
    }
    const usual = (await events()) as { payload: { n: number } }[]
    expect(usual.map(({ payload }) => payload.n)).toEqual(Array.from({ length: 50 }, (_, nth) => nth + 10))
    expect(usual.at(-1)).toEqual({
      eventType: 'PAGE_VIEW',
      payload: { n: 59, timestamp: new Date(at + 59).toISOString() },
      timestamp: new Date(at + 59).toISOString(),
    })
    expect(await events('500')).toHaveLength(60)
    expect(await events('1')).toHaveLength(1)
    expect([await events('501'), await events('0')]).toEqual([400, 400])
  })

  test('goes back over the days of a browser that comes again', async () => {
    const id = randomUUID()
    const headers = { 'x-api-key': project.publishableKey }
    const ago = (hours: number) => ({ name: `h${hours}`, visitorId: id, ts: Date.now() - hours * 3_600_000 })
    const body = { events: [ago(1), ago(23.9)] }
    await call(track, { to: 'sendEvents', headers, body })
    await consume()
    const { body: answer } = await ask('events', id)
    expect(answer).toMatchObject({ events: [{ eventType: 'h23.9' }, { eventType: 'h1' }] })
  })
})

test('a session without a single event ends, is merged and filed as any other', async () => {
  const id = randomUUID()
  await touch(id)
  const [batch] = await consume()
  const { projectId, sessionId } = batch as StampedBatch
  const { finishSessions } = await import('../../../functions/schedule/finish-sessions.ts')
  const { s3 } = await import('../../../functions/runtime/clients/s3.ts')
  const { mergeSession } = await import('../../../functions/stores/merge-session.ts')
  const { replayStore } = await import('../../../functions/stores/replay.ts')
  const { sessionParts } = await import('../../../functions/stores/session-parts.ts')
  const filed: unknown[] = []
  const later = Date.now() + 24 * 3_600_000
  const run = finishSessions({
    sessions: {
      ...store,
      due: async function* () {
        yield { projectId, sessionId }
      },
    },
    merge: mergeSession({
      parts: sessionParts(s3, 'test-sessions'),
      replay: replayStore(s3, 'test-sessions'),
    }),
    rows: { write: async (row) => void filed.push(row) },
    now: () => later,
  })
  expect(await run({ remainingMs: () => 60_000 } as never)).toMatchObject({
    finished: 1,
    merged: 1,
    failed: 0,
  })
  expect(await store.find(projectId, sessionId)).toMatchObject({ events: 0, mergedAt: later })
  expect(filed).toMatchObject([{ sessionId, events: 0, durationMs: 0 }])
  expect((await ask('events', id)).body).toEqual({ success: true, events: [] })
})
