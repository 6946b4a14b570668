// A person is everywhere, and then nowhere: through the real consumers, the finisher, the lake and the job.
import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Erasure } from '../../../core/erasure/erasure.ts'
import { ERASURE_SETTLE_MS } from '../../../core/limits.ts'
import type { HttpFunction } from '../../../functions/runtime/http/http.ts'
import type { StreamFunction } from '../../../functions/runtime/stream/stream.ts'
import type { ErasePeopleDeps } from '../../../functions/stores/erase-people.ts'
import type { PinStore } from '../../../functions/stores/pins.ts'
import { packRecord } from '../../../functions/stores/record-bytes.ts'
import { makeStamped, uuid } from '../../unit/core/make-batch.ts'
import { freshVisitor } from '../fresh-visitor.ts'
import { call, context, kinesisEvent } from '../invocations.ts'
import { type MadeProject, makeProject } from '../make-project.ts'
import { type Stage, startStage } from '../stage.ts'
import { recordsOn } from '../stored-objects.ts'
import { whereStands } from './whole-search.ts'

let stage: Stage
let accounts: HttpFunction
let track: HttpFunction
let project: MadeProject
let deps: ErasePeopleDeps & { pinRows: PinStore }
let owner = ''
let erase: () => Promise<unknown>
let now = Date.now()
let stop: () => void

const HOUR_MS = 60 * 60_000
const TABLES = ['sessions', 'people', 'presence', 'requests', 'configuration']
const BUCKETS = ['test-sessions', 'test-lake', 'test-quarantine']
const CONSUMERS = ['roll-up-sessions', 'store-session', 'archive-events']

beforeAll(async () => {
  stage = await startStage()
  accounts = (await import('../../../functions/http/accounts.ts')).handler
  track = (await import('../../../functions/http/track.ts')).handler
  const [{ dynamodb }, { s3 }] = await Promise.all([
    import('../../../functions/runtime/clients/dynamodb.ts'),
    import('../../../functions/runtime/clients/s3.ts'),
  ])
  const { lakeObjects } = await import('../../../functions/stores/lake-objects.ts')
  const { lakeManifests } = await import('../../../functions/stores/lake-manifests.ts')
  const { lakeMarkers } = await import('../../../functions/stores/lake-markers.ts')
  const { lakeReader } = await import('../../../functions/stores/lake-reader.ts')
  const { lakeCompaction } = await import('../../../functions/stores/lake-compaction.ts')
  const { openLakeDatabase } = await import('../../../functions/stores/lake-database.ts')
  const { eraseFromLake } = await import('../../../functions/stores/erase-from-lake.ts')
  const { suppressionsFor } = await import('../../../functions/gate/suppressed.ts')
  const { erasures } = await import('../../../functions/stores/erasures.ts')
  const { sessions } = await import('../../../functions/stores/sessions.ts')
  const { people } = await import('../../../functions/stores/people.ts')
  const { connections } = await import('../../../functions/stores/connections.ts')
  const { conversations } = await import('../../../functions/stores/conversations.ts')
  const { forgetUser } = await import('../../../functions/stores/forget-user.ts')
  const { presence } = await import('../../../functions/stores/presence.ts')
  const { userCredentials } = await import('../../../functions/stores/user-credentials.ts')
  const { userProfiles } = await import('../../../functions/stores/user-profiles.ts')
  const { userWatches } = await import('../../../functions/stores/user-watches.ts')
  const { quarantined } = await import('../../../functions/stores/quarantined.ts')
  const { annotations } = await import('../../../functions/stores/annotations.ts')
  const { pins } = await import('../../../functions/stores/pins.ts')
  const { answers } = await import('../../../functions/stores/answers.ts')
  const { sessionObjects } = await import('../../../functions/stores/session-objects.ts')
  const { erasePeople } = await import('../../../functions/stores/erase-people.ts')
  const folder = join(tmpdir(), `playhead-erasing-${randomUUID()}`)
  const database = await openLakeDatabase({ memoryMiB: 256, folder: join(folder, 'spill') })
  stop = database.close
  const clock = () => now
  const [objects, manifests] = [lakeObjects(s3, 'test-lake'), lakeManifests(s3, 'test-lake')]
  deps = {
    erasures: erasures(dynamodb, 'people', clock),
    suppressions: suppressionsFor({ PEOPLE_TABLE: 'people', SECRET_ID: 'own-secret' }),
    sessions: sessions(dynamodb, 'sessions', clock),
    objects: sessionObjects(s3, 'test-sessions'),
    annotations: annotations(dynamodb, 'people', clock),
    pins: pins(dynamodb, 'people'),
    pinRows: pins(dynamodb, 'people'),
    people: people(dynamodb, 'people'),
    connections: connections(dynamodb, 'presence', clock),
    forgetUser: forgetUser({
      conversations: conversations(dynamodb, 'people'),
      credentials: userCredentials(dynamodb, 'people'),
      profiles: userProfiles(dynamodb, 'people', clock),
      presence: presence(dynamodb, 'presence', clock),
      connections: connections(dynamodb, 'presence', clock),
      watches: userWatches(dynamodb, 'presence', clock),
    }),
    quarantined: quarantined(s3, 'test-quarantine'),
    lake: eraseFromLake({
      objects,
      manifests,
      markers: lakeMarkers(s3, 'test-lake', clock),
      reader: lakeReader(s3, 'test-lake'),
      compaction: lakeCompaction({ objects, manifests, database, folder, now: clock, newId: randomUUID }),
      database,
      folder,
    }),
    answers: answers(s3, 'test-lake', clock),
    streamMs: 24 * HOUR_MS,
    now: clock,
  }
  const job = (await import('../../../functions/schedule/erase.ts')).erase({
    erasures: deps.erasures,
    erasing: async () => erasePeople(deps),
    now: clock,
  })
  erase = () => job({ remainingMs: () => 900_000 })
})

beforeEach(async () => {
  now = Date.now()
  owner = `owner-${randomUUID()}`
  project = await makeProject(owner)
})

afterAll(async () => {
  stop()
  await stage.stop()
})

const consume = async (batches: unknown[], names = CONSUMERS) => {
  for (const name of names) {
    const { handler } = (await import(`../../../functions/stream/${name}.ts`)) as { handler: StreamFunction }
    expect(await handler(kinesisEvent(batches), context())).toEqual({ batchItemFailures: [] })
  }
}

const batchOf = (visitorId: string, sessionId: string, parts: Parameters<typeof makeStamped>[0] = {}) =>
  makeStamped({
    projectId: project.projectId,
    visitorId,
    sessionId,
    tabId: randomUUID(),
    receivedAt: now,
    replay: {
      format: 'rrweb-2',
      events: [{ type: 3, timestamp: now, data: { text: `seen by ${visitorId}` } }],
    },
    ...parts,
    events: parts.events ?? [{ eventId: randomUUID(), ts: now }],
  })

const finishAll = async () => {
  const { handler } = await import('../../../functions/schedule/finish-sessions.ts')
  await handler({}, context({ getRemainingTimeInMillis: () => 900_000 }))
}

const askFor = async (personId: string): Promise<Erasure> => {
  const reply = await call(accounts, {
    to: 'erasePerson',
    headers: { 'x-api-key': project.secretKey },
    params: { personId },
  })
  expect(reply.status).toBe(202)
  now = Math.max(now, Date.now())
  return (reply.body as { erasure: Erasure }).erasure
}

const receipt = async ({ erasureId }: Erasure): Promise<Erasure> => {
  const headers = { 'x-api-key': project.secretKey }
  const reply = await call(accounts, { to: 'getErasure', headers, params: { erasureId } })
  return (reply.body as { erasure: Erasure }).erasure
}

const stands = (...words: string[]) => whereStands(words, { tables: TABLES, buckets: BUCKETS })

/** All that a user of the site leaves under its own id, and how many rows that is. */
const asUserOfSite = async (userId: string, email: string) => {
  const { dynamodb } = await import('../../../functions/runtime/clients/dynamodb.ts')
  const { conversations } = await import('../../../functions/stores/conversations.ts')
  const { userCredentials } = await import('../../../functions/stores/user-credentials.ts')
  const { userProfiles } = await import('../../../functions/stores/user-profiles.ts')
  const { presence } = await import('../../../functions/stores/presence.ts')
  const { projectId } = project
  const [username, said] = [`name-${randomUUID()}`, `said-${randomUUID()}`]
  const traits = { email: { value: email, source: 'server' as const, at: now } }
  await userProfiles(dynamodb, 'people', () => now).put(projectId, userId, { username, traits })
  await userCredentials(dynamodb, 'people').add(projectId, 'a-name', { userId, hash: 'h' }, now)
  await presence(dynamodb, 'presence', () => now).noteLogin(projectId, userId, now)
  const talks = conversations(dynamodb, 'people')
  const conversation = {
    projectId,
    conversationId: randomUUID(),
    participants: [userId, 'a friend'],
    createdAt: now,
    lastMessage: null,
  }
  await talks.create(conversation)
  for (const senderId of [userId, 'a friend'])
    await talks.send(conversation, {
      messageId: `msg-${senderId}`,
      senderId,
      text: senderId === userId ? said : 'stays',
      sentAt: now + 1,
    })
  const { rosters } = await import('../../../functions/stores/rosters.ts')
  const { userWatches } = await import('../../../functions/stores/user-watches.ts')
  const { renew, settle } = await import('../../../core/presence/roster.ts')
  const watches = userWatches(dynamodb, 'presence', () => now)
  await watches.befriend(projectId, [userId, 'a friend'])
  await rosters(dynamodb, 'presence', () => now).change({ projectId, kind: 'user', id: userId }, (before) =>
    settle(renew(before, `socket-of-${userId}`, { leaseMs: 150_000 }, now), now),
  )
  // Profile, username, login, presence, message, and the list that leads to it; its roster, and whose partner it is.
  return { words: [username, said], rows: 8 }
}

test('a user goes with all visitors, sessions, recordings, rows of the lake and records of the quarantine; others stay', async () => {
  const [phone, laptop, other] = [randomUUID(), randomUUID(), randomUUID()]
  const [ada, mail] = [`ada-${randomUUID()}`, `ada-${randomUUID()}@example.com`]
  const sessions = [uuid(1), randomUUID(), randomUUID()]
  const old = now - 3 * 24 * HOUR_MS
  const identified = { eventId: randomUUID(), ts: now, userId: ada, props: { mail } }
  await consume([
    batchOf(phone, sessions[0] ?? '', {
      receivedAt: old,
      events: [{ eventId: randomUUID(), ts: old, props: { mail } }],
    }),
    batchOf(phone, sessions[1] ?? '', { events: [identified] }),
    batchOf(laptop, sessions[2] ?? '', { events: [{ ...identified, eventId: randomUUID() }] }),
    batchOf(other, randomUUID(), { events: [{ eventId: randomUUID(), ts: now, props: { stays: true } }] }),
  ])
  await finishAll()
  await deps.lake.eraseDay({ projectId: project.projectId, day: new Date(old).toISOString().slice(0, 10) }, [
    { visitorIds: [randomUUID()], userIds: [], sessionIds: [] },
  ])
  const s3 = new S3Client()
  const put = (Bucket: string, Key: string, Body: string) =>
    s3.send(new PutObjectCommand({ Bucket, Key, Body }))
  const { projectId } = project
  await put('test-sessions', `sessions/${projectId}/${sessions[1]}/screenshots/1.webp`, mail)
  await put('test-sessions', `claims/${projectId}/${sessions[2]}/body.json`, mail)
  const data = (batch: unknown) => packRecord(Buffer.from(JSON.stringify(batch))).toString('base64')
  const rubbish = `{"projectId":"${projectId}","events":[{"userId": "${ada}","name":"${mail}"}]`
  await put(
    'test-quarantine',
    'unreadable/store-session/date=2026-11-20/a.json',
    JSON.stringify({ consumer: 'x', reason: 'y', data: Buffer.from(rubbish).toString('base64') }),
  )
  const record = (batch: unknown, n: number) => ({
    eventID: `shard:${n}`,
    kinesis: { partitionKey: 'p', sequenceNumber: String(n), data: data(batch) },
  })
  const payload = {
    Records: [record(batchOf(phone, sessions[1] ?? ''), 1), record(batchOf(other, uuid(5)), 2)],
  }
  await put(
    'test-quarantine',
    'aws/lambda/mapping/shard/1',
    JSON.stringify({
      requestContext: { functionArn: 'f', condition: 'c', approximateInvokeCount: 1 },
      timestamp: 't',
      payload: JSON.stringify(payload),
    }),
  )
  const site = await asUserOfSite(ada, mail)
  const words = [phone, laptop, ada, mail, ...sessions, ...site.words]
  expect(await stands(...words)).not.toEqual([])

  const asked = await askFor(ada)
  expect(asked).toMatchObject({ status: 'erasing', requestedBy: 'secret-key', verified: false })
  expect(JSON.stringify(asked)).not.toContain(ada)
  await erase()
  expect(await receipt(asked)).toMatchObject({
    status: 'settling',
    counts: { sessions: 3, people: 4 + site.rows, quarantined: 2 },
  })
  now += ERASURE_SETTLE_MS
  await erase()
  now += ERASURE_SETTLE_MS
  await erase()
  expect(await receipt(asked)).toMatchObject({ status: 'erased', verified: true, completedAt: null })
  now += 26 * HOUR_MS
  await erase()
  const last = await receipt(asked)
  expect(last).toMatchObject({ status: 'complete', verified: true, unreadable: 0 })
  expect(last.counts.objects).toBeGreaterThanOrEqual(5)
  expect(last.counts.lakeRows).toBeGreaterThanOrEqual(3)
  expect(await stands(...words)).toEqual([])
  expect(await stands(other)).not.toEqual([])
}, 120_000)

test('a pin keeps nothing from an erasure, whenever it is set', async () => {
  const { handler } = await import('../../../functions/http/annotations.ts')
  const [visitorId, ada] = [randomUUID(), `ada-${randomUUID()}`]
  const sessions = [randomUUID(), randomUUID(), randomUUID()]
  await consume(
    sessions.map((sessionId) =>
      batchOf(visitorId, sessionId, { events: [{ eventId: randomUUID(), ts: now, userId: ada }] }),
    ),
  )
  const memberId = owner
  const { projectId } = project
  const pin = (sessionId: string | undefined) =>
    call(handler, {
      to: 'pinSession',
      memberId,
      query: { projectId },
      params: { sessionId: sessionId ?? '' },
    })
  expect((await pin(sessions[0])).status).toBe(200)
  const asked = await askFor(ada)
  // One while it goes, one that has gone.
  await Promise.all([erase(), pin(sessions[1])])
  expect((await pin(sessions[2])).status).toBe(404)
  // As a request leaves it that dies between its row and its session.
  await deps.pinRows.put(projectId, {
    sessionId: sessions[2] ?? '',
    visitorId,
    at: now,
    withReplay: true,
  })
  for (let looks = 0; looks < 4; looks++) {
    now += 26 * HOUR_MS
    await erase()
  }
  expect(await receipt(asked)).toMatchObject({ status: 'complete', verified: true })
  // Who pinned what stands in the audit log, by the ids of sessions that lead nowhere any more.
  const found = await whereStands([visitorId, ada, ...sessions], {
    tables: TABLES.filter((table) => table !== 'configuration'),
    buckets: BUCKETS,
  })
  expect(found).toEqual([])
})

test('a visitor goes alone: its user and the other visitors of the user stay', async () => {
  const [phone, laptop, ada] = [randomUUID(), randomUUID(), `ada-${randomUUID()}`]
  const seen = () => [{ eventId: randomUUID(), ts: now, userId: ada }]
  await consume([
    batchOf(phone, randomUUID(), { events: seen() }),
    batchOf(laptop, randomUUID(), { events: seen() }),
  ])
  await askFor(phone)
  await erase()
  now += ERASURE_SETTLE_MS
  await erase()
  expect(await deps.people.visitorsOf(project.projectId, ada)).toEqual([laptop])
  expect(await deps.sessions.idsOf(project.projectId, 'visitor', phone)).toEqual([])
  expect(await deps.sessions.idsOf(project.projectId, 'user', ada)).toHaveLength(1)
})

test('killed at each of its writes and begun again, the erasure ends the same', async () => {
  const [{ dynamodb }, { s3 }] = await Promise.all([
    import('../../../functions/runtime/clients/dynamodb.ts'),
    import('../../../functions/runtime/clients/s3.ts'),
  ])
  const visitorId = randomUUID()
  const ada = `ada-${randomUUID()}`
  for (let kept = 0; kept < 2; kept++) {
    await consume([
      batchOf(visitorId, randomUUID(), { events: [{ eventId: randomUUID(), ts: now, userId: ada }] }),
    ])
  }
  const asked = await askFor(ada)
  const writes = /^(Put|Delete|Update)/
  const dying = (nth: number) => {
    let seen = 0
    const undo = [dynamodb, s3].map((client) => {
      const send = client.send.bind(client) as (command: object) => Promise<unknown>
      client.send = (async (command: object) => {
        if (writes.test(command.constructor.name) && ++seen >= nth) throw new Error('killed')
        return send(command)
      }) as never
      return () => {
        client.send = send as never
      }
    })
    return { died: () => seen >= nth, undo: () => undo.map((one) => one()) }
  }
  let deaths = 0
  for (let nth = 1; ; nth++) {
    const death = dying(nth)
    await erase().catch(() => undefined)
    death.undo()
    if (!death.died()) break
    deaths++
  }
  expect(deaths).toBeGreaterThan(10)
  for (let looks = 0; looks < 3; looks++) {
    now += 26 * HOUR_MS
    await erase()
  }
  expect(await receipt(asked)).toMatchObject({ status: 'complete', verified: true })
  expect(await stands(visitorId, ada)).toEqual([])
}, 120_000)

describe('what comes after an erasure', () => {
  const send = (body: unknown) =>
    call(track, {
      to: 'track',
      query: { k: project.publishableKey },
      body,
      headers: { origin: 'https://a.shop.example' },
    })

  test('is answered like any other, and not taken: of the visitor, of the user, and of the browser that was the user', async () => {
    const [known, fresh, ada] = [randomUUID(), randomUUID(), `ada-${randomUUID()}`]
    await consume([
      batchOf(known, randomUUID(), { events: [{ eventId: randomUUID(), ts: now, userId: ada }] }),
    ])
    await askFor(ada)
    await erase()
    const body = (visitorId: string, userId?: string) => ({
      v: 1,
      visitorId,
      sessionId: randomUUID(),
      tabId: randomUUID(),
      seq: 0,
      sentAt: Date.now(),
      events: [{ eventId: randomUUID(), name: 'click', ts: Date.now(), ...(userId && { userId }) }],
    })
    const before = (await recordsOn('events')).length
    for (const sent of [body(known), body(fresh, ada), body(fresh)]) {
      expect(await send(sent)).toMatchObject({ status: 202, body: { accepted: 1, rejected: [] } })
    }
    expect((await recordsOn('events')).length).toBe(before)
    await send(body(randomUUID()))
    expect((await recordsOn('events')).length).toBe(before + 1)
  })

  test('is left out by every consumer, and its neighbours are not', async () => {
    const [visitorId, other] = [randomUUID(), randomUUID()]
    await askFor(visitorId)
    // Other containers remember for a minute; these know at once.
    await consume([batchOf(visitorId, randomUUID()), batchOf(other, randomUUID())])
    now += 90_000
    await erase()
    now += ERASURE_SETTLE_MS
    await erase()
    now += ERASURE_SETTLE_MS
    await erase()
    expect(await deps.sessions.idsOf(project.projectId, 'visitor', other)).toHaveLength(1)
    expect(await stands(visitorId)).toEqual([expect.stringContaining('people has')])
  })
})

describe('a visitor erases itself', () => {
  const forget = (body: unknown) =>
    call(accounts, {
      to: 'forgetVisitor',
      query: { k: project.publishableKey },
      raw: JSON.stringify(body),
      headers: { origin: 'https://a.shop.example', 'content-type': 'text/plain' },
    })

  test('by the secret that its id is made of', async () => {
    const visitor = freshVisitor()
    await consume([batchOf(visitor.visitorId, randomUUID())])
    expect(await forget(visitor)).toMatchObject({ status: 202, body: { accepted: true } })
    now = Date.now()
    await erase()
    expect(await deps.sessions.idsOf(project.projectId, 'visitor', visitor.visitorId)).toEqual([])
  })

  test('and by no other: an id alone, or another secret, erases nobody', async () => {
    const [visitor, another] = [freshVisitor(), freshVisitor()]
    await consume([batchOf(visitor.visitorId, randomUUID())])
    expect(await forget({ ...visitor, secret: another.secret })).toMatchObject({
      status: 403,
      body: { code: 'not-this-visitor' },
    })
    expect(await forget({ visitorId: visitor.visitorId })).toMatchObject({ status: 400 })
    await erase()
    expect(await deps.sessions.idsOf(project.projectId, 'visitor', visitor.visitorId)).toHaveLength(1)
  })

  test('takes no session of another visitor with it, even if it named that session', async () => {
    const [visitor, victim, sessionId] = [freshVisitor(), randomUUID(), randomUUID()]
    await consume([
      batchOf(victim, sessionId),
      batchOf(visitor.visitorId, sessionId, { receivedAt: now + 5 }),
    ])
    await forget(visitor)
    now = Date.now()
    await erase()
    expect(await deps.sessions.idsOf(project.projectId, 'visitor', victim)).toEqual([sessionId])
  })
})

test('who asked is in the audit log, and about whom is not', async () => {
  const memberId = `owner-${randomUUID()}`
  const own = await makeProject(memberId)
  const personId = `somebody-${randomUUID()}`
  const query = { projectId: own.projectId }
  const asked = await call(accounts, { to: 'erasePerson', memberId, params: { personId }, query })
  const { erasureId } = (asked.body as { erasure: Erasure }).erasure
  const { organisationId } = own
  const log = await call(accounts, { to: 'listAuditLog', memberId, params: { organisationId } })
  expect(log.body).toMatchObject({
    entries: [{ action: 'person.erased', actor: { memberId }, target: { id: erasureId } }, {}, {}],
  })
  expect(JSON.stringify(log.body)).not.toContain(personId)
  const listed = await call(accounts, { to: 'listErasures', memberId, query })
  expect(listed.body).toMatchObject({ erasures: [{ erasureId, requestedBy: 'member' }], nextCursor: null })
})

test('a run that has no time left leaves the rest to the next', async () => {
  const visitorId = randomUUID()
  for (let n = 0; n < 20; n++) await consume([batchOf(visitorId, randomUUID())], ['roll-up-sessions'])
  const asked = await askFor(visitorId)
  const { erasePeople } = await import('../../../functions/stores/erase-people.ts')
  const [open] = (await deps.erasures.open()).filter(({ erasure }) => erasure.erasureId === asked.erasureId)
  let looks = 0
  await expect(erasePeople(deps)(project.projectId, open ? [open] : [], () => ++looks < 2)).rejects.toThrow(
    'next run',
  )
  expect(await deps.sessions.idsOf(project.projectId, 'visitor', visitorId)).toHaveLength(12)
  await erase()
  expect(await receipt(asked)).toMatchObject({ status: 'settling', counts: { sessions: 20 } })
})
