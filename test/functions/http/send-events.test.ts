// Events that no tab sent: by the API's own route, by the paths and shapes of older clients, and sent again.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { StampedBatch } from '../../../core/ingest/stamped-batch.ts'
import { EVENT_PROPS_MAX_BYTES } from '../../../core/limits.ts'
import { PROJECT_DEFAULTS, type Project } from '../../../core/projects/project.ts'
import type { HttpFunction } from '../../../functions/runtime/http/http.ts'
import { putLoose } from '../../../functions/runtime/http/put-loose.ts'
import type { StreamFunction } from '../../../functions/runtime/stream/stream.ts'
import { client } from '../../unit/core/make-batch.ts'
import { type Call, call, context, kinesisEvent, type Reply } from '../invocations.ts'
import { type MadeProject, makeProject } from '../make-project.ts'
import { type Stage, startStage } from '../stage.ts'
import { recordsOn } from '../stored-objects.ts'

let stage: Stage
let track: HttpFunction
let accounts: HttpFunction
let rollUp: StreamFunction
let project: MadeProject
let eventsOf: (sessionId: string) => Promise<number | undefined>

beforeAll(async () => {
  stage = await startStage()
  track = (await import('../../../functions/http/track.ts')).handler
  accounts = (await import('../../../functions/http/accounts.ts')).handler
  rollUp = (await import('../../../functions/stream/roll-up-sessions.ts')).handler
  project = await makeProject('ada', 'Shop')
  const { dynamodb } = await import('../../../functions/runtime/clients/dynamodb.ts')
  const { sessions } = await import('../../../functions/stores/sessions.ts')
  const store = sessions(dynamodb, 'sessions', Date.now)
  eventsOf = async (sessionId) => (await store.read(project.projectId, sessionId)).state?.events
})

afterAll(() => stage.stop())

const send = (events: unknown[], { body, ...parts }: Call = {}): Promise<Reply> =>
  call(track, {
    to: 'sendEvents',
    query: { k: project.publishableKey },
    body: { events, ...(body as object) },
    ...parts,
  })

/** By a path of an older client. */
const sendAs = (route: string, body: unknown, headers: Record<string, string> = {}): Promise<Reply> =>
  call(track, {
    to: 'sendEvents',
    route,
    headers: { 'x-api-key': project.publishableKey, ...headers },
    body,
  })

/** What came on the stream meanwhile. */
const meanwhile = async (work: () => Promise<unknown>): Promise<StampedBatch[]> => {
  const before = (await recordsOn('events')).length
  await work()
  return (await recordsOn('events')).slice(before).map(({ batch }) => batch as StampedBatch)
}

const onlyEvent = (batches: StampedBatch[]) => {
  expect(batches.map(({ events }) => events.length)).toEqual([1])
  return batches[0]?.events[0]
}

describe('the route of the API', () => {
  test('takes an event that says nothing but its name', async () => {
    const from = Date.now()
    const [batch] = await meanwhile(async () => {
      expect(await send([{ name: 'order_placed' }])).toMatchObject({
        status: 202,
        body: { accepted: 1, rejected: [] },
      })
    })
    const event = batch?.events[0]
    expect(event).toMatchObject({ name: 'order_placed', untimed: true, props: {} })
    expect(event?.ts).toBeGreaterThanOrEqual(from)
    expect(batch).not.toHaveProperty('mayRepeat')
  })

  test('makes one record for each session, in one call, and the next request goes on in the same tabs', async () => {
    const { kinesis } = await import('../../../functions/runtime/clients/kinesis.ts')
    const sent = vi.spyOn(kinesis, 'send')
    const both = [
      { name: 'a', userId: 'ada' },
      { name: 'b', userId: 'bob' },
      { name: 'c', userId: 'ada' },
    ]
    const first = await meanwhile(() => send(both))
    const puts = sent.mock.calls.filter(([command]) => command.constructor.name === 'PutRecordsCommand')
    expect(puts).toHaveLength(1)
    sent.mockRestore()
    expect(first.map(({ events }) => events.map(({ name }) => name))).toEqual([['a', 'c'], ['b']])
    const again = await meanwhile(() => send(both))
    expect(again.map(({ sessionId, tabId, seq }) => ({ sessionId, tabId, seq }))).toEqual(
      first.map(({ sessionId, tabId, seq }) => ({ sessionId, tabId, seq: seq + 1 })),
    )
  })

  test('names a bad event and keeps its neighbours; takes 100, and neither 101 nor none', async () => {
    const [batch] = await meanwhile(async () => {
      expect((await send([{ name: 'a' }, {}, 7, { name: 'b', ts: -1 }])).body).toMatchObject({
        accepted: 1,
        rejected: [{ index: 1 }, { index: 2 }, { index: 3, reason: expect.stringContaining('ts: ') }],
      })
    })
    expect(batch?.events).toHaveLength(1)
    const many = (n: number) => Array.from({ length: n }, () => ({ name: 'a', userId: 'many' }))
    expect((await send(many(100))).body).toMatchObject({ accepted: 100 })
    expect(await send(many(101))).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'events', message: expect.stringContaining('max-batch') }] },
    })
    expect((await send([])).status).toBe(400)
  })

  test('keeps nested props to the last byte of 32 kB, and no byte more', async () => {
    const nested = { a: { b: [{ c: null, d: [1.5, -0, 'ü€😀', { e: true }] }] }, n: 12345678901234, f: 0.1 }
    const frame = Buffer.byteLength(JSON.stringify({ ...nested, pad: '' }))
    const props = { ...nested, pad: 'x'.repeat(EVENT_PROPS_MAX_BYTES - frame) }
    expect(Buffer.byteLength(JSON.stringify(props))).toBe(EVENT_PROPS_MAX_BYTES)
    const [batch] = await meanwhile(() => send([{ name: 'big', props }]))
    expect(batch?.events[0]?.props).toEqual(JSON.parse(JSON.stringify(props)))
    const more = { ...props, pad: `${props.pad}x` }
    expect((await send([{ name: 'big', props: more }])).body).toMatchObject({ accepted: 0 })
  })

  test('tells a server’s visitors by what the server says of them, and not by the server', async () => {
    const from = {
      'x-api-key': project.secretKey,
      'user-agent': 'node',
      'x-playhead-viewer-ip': '198.51.100.7',
    }
    const userAgent = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0'
    const ofServer = (client?: object) =>
      meanwhile(() => send([{ name: 'a', userId: 'ada' }], { query: {}, headers: from, body: { client } }))
    expect((await ofServer())[0]?.client).toMatchObject({ browser: 'Unknown', bot: false, ip: '' })
    expect((await ofServer({ userAgent, ip: '203.0.113.77' }))[0]?.client).toMatchObject({
      browser: 'Firefox',
      os: 'Windows',
      bot: false,
      ip: '203.0.113.0',
    })
    const page = { 'user-agent': 'curl/8.5.0', 'x-playhead-viewer-ip': '198.51.100.7' }
    const [ofPage] = await meanwhile(() =>
      send([{ name: 'a' }], { headers: page, body: { client: { userAgent, ip: '203.0.113.77' } } }),
    )
    expect(ofPage?.client).toMatchObject({ bot: true, ip: '198.51.100.0' })
  })

  test('a project that takes no events acknowledges them and throws them away, in every shape', async () => {
    const { projectId, publishableKey } = await makeProject('ada', 'Quiet')
    await call(accounts, {
      to: 'updateProject',
      memberId: 'ada',
      params: { projectId },
      body: { ingest: false },
    })
    const headers = { 'x-api-key': publishableKey, 'x-session-id': randomUUID() }
    const batches = await meanwhile(async () => {
      expect(await send([{ name: 'a' }], { query: {}, headers })).toMatchObject({
        status: 202,
        body: { accepted: 0, rejected: [] },
      })
      for (const [route, body] of [
        ['POST /api/events/track', { eventType: 'a' }],
        ['POST /api/events', { eventType: 'a' }],
        ['POST /api/events/track/batch', { events: [{ eventType: 'a' }] }],
      ] as const)
        expect((await sendAs(route, body, headers)).body).toMatchObject({ success: true })
    })
    expect(batches).toEqual([])
  })
})

describe('what is sent again', () => {
  const withIds = (n: number, sessionId: string) =>
    Array.from({ length: n }, () => ({ eventId: randomUUID(), name: 'click', ts: Date.now(), sessionId }))

  test('is answered as before and put once, whatever else of the request has changed', async () => {
    const events = withIds(3, randomUUID())
    const [first, ...others] = await meanwhile(async () => {
      const before = await send(events, { body: { sentAt: Date.now() - 5 } })
      const again = await send(events.toReversed(), { body: { sentAt: Date.now() } })
      expect(again).toMatchObject({ status: 202, body: before.body })
      expect(again.headers['idempotent-replayed']).toBe('true')
    })
    expect(first).toMatchObject({ mayRepeat: true })
    expect(others).toEqual([])
  })

  test('in other company is counted once', async () => {
    const sessionId = randomUUID()
    const [a, b, c] = withIds(3, sessionId)
    const batches = await meanwhile(async () => {
      await send([a, b])
      await send([b, c])
      await send([c])
    })
    expect(batches).toHaveLength(3)
    await rollUp(kinesisEvent(batches), context())
    await rollUp(kinesisEvent(batches.slice(1), 1), context())
    expect(await eventsOf(sessionId)).toBe(3)
  })

  test('with an Idempotency-Key needs no ids of its events', async () => {
    const parts = { headers: { 'idempotency-key': randomUUID() } }
    const batches = await meanwhile(async () => {
      for (const _ of [1, 2]) expect((await send([{ name: 'a' }], parts)).status).toBe(202)
    })
    expect(batches).toHaveLength(1)
  })

  test('while the first try is still at work is taken, and counted once', async () => {
    const sessionId = randomUUID()
    const events = withIds(2, sessionId)
    const batches = await meanwhile(() => Promise.all([send(events), send(events)]))
    await rollUp(kinesisEvent(batches), context())
    expect(await eventsOf(sessionId)).toBe(2)
  })
})

test('a lane whose put failed is not used again, since nobody knows whether its batch is there', async () => {
  const taken: StampedBatch[] = []
  let down = false
  const put = putLoose({
    stream: {
      put: async (batches) => {
        taken.push(...batches)
        if (down) throw new Error('the answer was lost')
      },
    },
    isErased: async () => false,
    now: Date.now,
  })
  const project: Project = {
    ...PROJECT_DEFAULTS,
    projectId: 'prj_a',
    organisationId: 'org_a',
    name: 'A',
    createdAt: 0,
  }
  const one = () =>
    put({
      project,
      request: { headers: {}, sourceIp: '' },
      groups: [{ client, events: [{ name: 'a', props: {} }] }],
      sentAt: undefined,
    })
  await one()
  down = true
  await expect(one()).rejects.toThrow('lost')
  down = false
  await one()
  await one()
  const [first, lost, next, last] = taken.map(({ tabId, seq }) => ({ tabId, seq }))
  expect(lost).toEqual({ tabId: first?.tabId, seq: 1 })
  expect(next?.tabId).not.toBe(first?.tabId)
  expect(last).toEqual({ tabId: next?.tabId, seq: 1 })
})

test('of an erased person nothing is put, and whoever sends it is answered as ever', async () => {
  const [visitorId, erasedVisitor] = [randomUUID(), randomUUID()]
  const asked: string[] = []
  const taken: StampedBatch[] = []
  const put = putLoose({
    stream: { put: async (batches) => void taken.push(...batches) },
    isErased: async (_project, { visitorId: one }) => asked.push(one) > 0 && one === erasedVisitor,
    now: Date.now,
  })
  const project: Project = {
    ...PROJECT_DEFAULTS,
    projectId: 'prj_a',
    organisationId: 'org_a',
    name: 'A',
    createdAt: 0,
  }
  const of = (...visitors: string[]) =>
    put({
      project,
      request: { headers: {}, sourceIp: '' },
      groups: [{ client, events: visitors.map((one) => ({ name: 'a', props: {}, visitorId: one })) }],
      sentAt: undefined,
    })
  await of(visitorId, erasedVisitor)
  await of(erasedVisitor)
  expect(asked).toEqual([visitorId, erasedVisitor, erasedVisitor])
  expect(taken.map((batch) => batch.visitorId)).toEqual([visitorId])
})

describe('older clients', () => {
  test('POST /api/events/track takes the very JSON of its document, and answers as it says', async () => {
    const body = {
      eventType: 'page_view',
      userId: 'user123',
      sessionId: 'session456',
      url: 'https://example.com/page',
      referrer: 'https://google.com',
      screenWidth: 1920,
      screenHeight: 1080,
      metadata: { custom: 'data' },
    }
    const event = onlyEvent(
      await meanwhile(async () => {
        const reply = await sendAs('POST /api/events/track', body)
        expect([reply.status, reply.body]).toEqual([201, { success: true }])
      }),
    )
    expect(event).toMatchObject({
      name: 'page_view',
      userId: 'user123',
      url: 'https://example.com/page',
      referrer: 'https://google.com',
      props: { custom: 'data', screenWidth: 1920, screenHeight: 1080, clientSessionId: 'session456' },
    })
    expect((await sendAs('POST /api/events/track', { eventType: 'click', userId: null })).status).toBe(201)
  })

  test('POST /api/events/track names what is wrong by its own names', async () => {
    for (const [body, field] of [
      [{}, 'eventType'],
      [{ eventType: 'a<b>' }, 'eventType'],
      [{ eventType: 'a', url: 'x'.repeat(3_000) }, 'url'],
      [{ eventType: 'a', metadata: { x: 'x'.repeat(EVENT_PROPS_MAX_BYTES) } }, 'metadata'],
    ] as const) {
      const batches = await meanwhile(async () => {
        expect(await sendAs('POST /api/events/track', body)).toMatchObject({
          status: 400,
          body: { success: false, errors: [{ field }] },
        })
      })
      expect(batches).toEqual([])
    }
  })

  test('POST /api/events/track/batch takes 100 events, and neither 101 nor none', async () => {
    const route = 'POST /api/events/track/batch'
    const events = (n: number) => Array.from({ length: n }, () => ({ eventType: 'click', userId: 'user123' }))
    expect(await sendAs(route, { events: events(100) })).toMatchObject({
      status: 201,
      body: { success: true, accepted: 100, rejected: [] },
    })
    expect(await sendAs(route, { events: events(101) })).toMatchObject({
      status: 400,
      body: { errors: [{ message: expect.stringContaining('max-batch') }] },
    })
    expect((await sendAs(route, { events: [] })).status).toBe(400)
    expect((await sendAs(route, { events: [...events(1), { eventType: 7 }, {}] })).body).toMatchObject({
      accepted: 1,
      rejected: [{ index: 1 }, { index: 2 }],
    })
  })

  const TYPES = [
    'PAGE_VIEW',
    'QUIZ_STARTED',
    'QUIZ_COMPLETED',
    'FORM_STARTED',
    'FORM_PROGRESS',
    'SIGNUP_ATTEMPTED',
    'SIGNUP_COMPLETED',
    'CONTENT_CLICK',
    'ERROR_OCCURRED',
  ]

  test.each(TYPES)(
    'POST /api/events takes %s, under one name with its lower_snake form',
    async (eventType) => {
      const visitor = randomUUID()
      const at = Date.now() - 60_000
      const payload = {
        page: '/signup',
        quizType: 'personality-assessment',
        answersCount: 3,
        anything: { deep: [1, 2] },
        timestamp: new Date(at).toISOString(),
      }
      const batches = await meanwhile(async () => {
        const reply = await sendAs('POST /api/events', { eventType, payload }, { 'x-session-id': visitor })
        expect([reply.status, reply.body]).toEqual([200, { success: true }])
      })
      expect(batches[0]?.visitorId).toBe(visitor)
      expect(onlyEvent(batches)).toMatchObject({
        name: eventType.toLowerCase(),
        rawName: eventType,
        ts: at,
        url: '/signup',
        props: payload,
      })
      expect(onlyEvent(batches)).not.toHaveProperty('untimed')
    },
  )

  test('POST /api/events gives ours to what has no time, or none that can be read', async () => {
    for (const payload of [
      undefined,
      {},
      { timestamp: 'yesterday' },
      { timestamp: null },
      { timestamp: -1 },
    ]) {
      const batches = await meanwhile(() =>
        sendAs('POST /api/events', { eventType: 'ODD', payload }, { 'x-session-id': randomUUID() }),
      )
      expect(onlyEvent(batches)).toMatchObject({ untimed: true, props: payload ?? {} })
    }
  })

  test('POST /api/events needs a UUID in X-Session-ID', async () => {
    for (const headers of [{}, { 'x-session-id': 'session456' }] as Record<string, string>[]) {
      expect(await sendAs('POST /api/events', { eventType: 'A', payload: {} }, headers)).toMatchObject({
        status: 400,
        body: { errors: [{ field: 'x-session-id' }] },
      })
    }
  })

  test('names of an own kind are kept, up to 100 characters', async () => {
    const name = `Quiz: ${'x'.repeat(94)}`
    expect(onlyEvent(await meanwhile(() => send([{ name }])))).toMatchObject({ rawName: name })
    expect((await send([{ name: `${name}x` }])).body).toMatchObject({ accepted: 0 })
  })

  test.each([
    ['target.type', { type: 'x'.repeat(30) }, { type: 'x'.repeat(31) }],
    ['target.id', { id: 'x'.repeat(100) }, { id: 'x'.repeat(101) }],
    ['target.text', { text: 'x'.repeat(200) }, { text: 'x'.repeat(201) }],
  ])('%s has room for so much and no more', async (field, fits, exceeds) => {
    const reply = await send([
      { name: 'video_watched', target: fits },
      { name: 'video_watched', target: exceeds },
    ])
    expect(reply.body).toMatchObject({
      accepted: 1,
      rejected: [{ index: 1, reason: expect.stringContaining(field) }],
    })
  })

  test('what the edge says of a place is cut at three and a hundred characters', async () => {
    const headers = {
      'cloudfront-viewer-country': 'NOR+',
      'cloudfront-viewer-country-region': 'r'.repeat(101),
      'cloudfront-viewer-city': 'c'.repeat(101),
    }
    const [batch] = await meanwhile(() => send([{ name: 'a' }], { headers }))
    expect(batch?.client).toMatchObject({ country: 'NOR', region: 'r'.repeat(100), city: 'c'.repeat(100) })
  })

  test('POST /api/v1/track takes session_id, and events without a tab', async () => {
    const body = { session_id: randomUUID(), events: [{ name: 'click' }, { name: 'scroll', userId: 'bob' }] }
    const batches = await meanwhile(async () => {
      const reply = await call(track, { to: 'track', query: { k: project.publishableKey }, body })
      expect(reply).toMatchObject({ status: 202, body: { accepted: 2, rejected: [] } })
    })
    expect(new Set(batches.map(({ sessionId }) => sessionId))).toEqual(new Set([body.session_id]))
    const half = { ...body, seq: 0 }
    expect(
      await call(track, { to: 'track', query: { k: project.publishableKey }, body: half }),
    ).toMatchObject({
      status: 400,
      body: { errors: expect.arrayContaining([{ field: 'tabId', message: expect.any(String) }]) },
    })
  })
})
