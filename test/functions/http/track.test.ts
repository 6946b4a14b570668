import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { parseApiKey } from '../../../core/keys/api-key.ts'
import { MAY_ALL } from '../../../core/projects/may-see.ts'
import { type PageSettings, pageSettingsOf } from '../../../core/projects/page-settings.ts'
import { PROJECT_DEFAULTS } from '../../../core/projects/project.ts'
import type { HttpFunction } from '../../../functions/runtime/http/http.ts'
import { makeBatch, makeEvent, uuid } from '../../unit/core/make-batch.ts'
import { type Call, call } from '../invocations.ts'
import { type MadeProject, makeProject } from '../make-project.ts'
import { type Stage, startStage } from '../stage.ts'
import { recordsOn } from '../stored-objects.ts'

let stage: Stage
let track: HttpFunction
let project: MadeProject

const SHOP = 'https://shop.example'

beforeAll(async () => {
  stage = await startStage()
  track = (await import('../../../functions/http/track.ts')).handler
  project = await makeProject('ada', 'Shop', [SHOP])
})

afterAll(() => stage.stop())

const send = (parts: Call = {}) =>
  call(track, {
    to: 'track',
    query: { k: project.publishableKey },
    body: parts.raw === undefined ? makeBatch({ sentAt: Date.now() }) : undefined,
    ...parts,
  })

const lastRecord = async () => (await recordsOn('events')).at(-1)

test('a batch is on the stream, stamped, when it is answered', async () => {
  const sentAt = Date.now()
  const batch = makeBatch({
    sentAt,
    sessionId: uuid(77),
    events: [makeEvent({ name: 'PAGE_VIEW', ts: sentAt, url: `${SHOP}/?mail=ada@example.com` })],
  })
  const reply = await send({
    body: batch,
    headers: {
      origin: SHOP,
      'user-agent':
        'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
      'x-playhead-viewer-ip': '198.51.100.77',
      'cloudfront-viewer-country': 'NO',
      'cloudfront-viewer-city': 'Oslo',
    },
  })
  expect(reply).toMatchObject({ status: 202, body: { accepted: 1, rejected: [] } })
  const record = await lastRecord()
  expect(record?.partitionKey).toBe(`${project.projectId}#${uuid(77)}`)
  expect(record?.batch).toMatchObject({
    projectId: project.projectId,
    events: [{ name: 'page_view', rawName: 'PAGE_VIEW', url: `${SHOP}/?mail=[email]` }],
    client: {
      ip: '198.51.100.0',
      country: 'NO',
      city: 'Oslo',
      browser: 'Mobile Safari',
      os: 'iOS',
      device: 'mobile',
      bot: false,
    },
  })
})

test('gzip and text/plain are taken, with and without their header', async () => {
  const raw = gzipSync(JSON.stringify(makeBatch()))
  expect((await send({ raw, headers: { 'content-encoding': 'gzip' } })).status).toBe(202)
  expect((await send({ raw, headers: { 'content-type': 'text/plain;charset=UTF-8' } })).status).toBe(202)
  // As pages send gzip: browsers ask no leave for it, and API Gateway hands it on as bytes.
  expect((await send({ raw, headers: { 'content-type': 'application/x-www-form-urlencoded' } })).status).toBe(
    202,
  )
  expect(
    (
      await send({
        raw: Buffer.from('a=1'),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      })
    ).status,
  ).toBe(400)
})

test('a page that knows other settings than today’s is answered today’s, one that asks for none is not', async () => {
  const asked = (c: string) => send({ query: { k: project.publishableKey, c } })
  expect((await send()).body).not.toHaveProperty('settings')
  const { settings } = (await asked('')).body as { settings: PageSettings }
  expect(settings).toEqual(pageSettingsOf(PROJECT_DEFAULTS))
  expect(settings).toMatchObject({ idleMinutes: 30, recording: { enabled: true, mode: 'always' } })
  expect((await asked('old')).body).toMatchObject({ settings })
  expect((await asked(settings.version)).body).not.toHaveProperty('settings')
})

test('one bad event is named and costs none of its neighbours', async () => {
  const events = [makeEvent(), { name: 'no id' }, makeEvent()] as never
  const reply = await send({ body: makeBatch({ events }) })
  expect(reply).toMatchObject({ status: 202, body: { accepted: 2, rejected: [{ index: 1 }] } })
  expect((await lastRecord())?.batch.events).toHaveLength(2)
})

test('a batch of nothing but bad events puts nothing on the stream', async () => {
  const before = (await recordsOn('events')).length
  const reply = await send({ body: makeBatch({ events: [{}] as never }) })
  expect(reply).toMatchObject({ status: 202, body: { accepted: 0 } })
  expect(await recordsOn('events')).toHaveLength(before)
})

test('a recording without events is put', async () => {
  const replay = { format: 'rrweb-2', events: [{ type: 4, timestamp: 1 }] }
  expect((await send({ body: makeBatch({ events: [], replay }) })).body).toMatchObject({ accepted: 0 })
  expect((await lastRecord())?.batch.replay).toEqual(replay)
})

test('the key may come in the header, and pages of other origins may not use it', async () => {
  const headers = { 'x-api-key': project.publishableKey }
  expect((await send({ query: {}, headers })).status).toBe(202)
  expect(
    (await send({ query: {}, headers: { ...headers, origin: 'https://evil.test' } })).body,
  ).toMatchObject({
    status: 403,
    code: 'origin-not-allowed',
    success: false,
  })
  expect((await send({ query: {}, headers: { ...headers, origin: 'null' } })).status).toBe(403)
})

test('no key, a typo, a stranger’s key and a secret key are refused', async () => {
  const stranger = 'pk_live_0000000000000000000000000000000hLQIq'
  expect(parseApiKey(stranger)).toBeDefined()
  for (const k of ['', 'rubbish', `${project.publishableKey.slice(0, -1)}_`, stranger]) {
    expect(await send({ query: { k } })).toMatchObject({ status: 401, body: { code: 'invalid-key' } })
  }
})

test('a secret key sends events from a server: in the header, and never from a page', async () => {
  const headers = { 'x-api-key': project.secretKey }
  expect((await send({ query: {}, headers })).status).toBe(202)
  expect(await send({ query: {}, headers: { ...headers, origin: SHOP } })).toMatchObject({
    status: 403,
    body: { code: 'secret-key-in-browser' },
  })
  expect(await send({ query: { k: project.secretKey } })).toMatchObject({
    status: 401,
    body: { code: 'invalid-key' },
  })
})

test('every answer can be read by a page of another site', async () => {
  for (const reply of [await send(), await send({ query: {} })]) {
    expect(reply.headers['access-control-allow-origin']).toBe('*')
  }
})

test('a project that takes no events acknowledges them and throws them away', async () => {
  const quiet = await makeProject('bob', 'Quiet', [SHOP])
  const { handler: accounts } = await import('../../../functions/http/accounts.ts')
  const { projectId, publishableKey: k } = quiet
  await call(accounts, {
    to: 'updateProject',
    memberId: 'bob',
    params: { projectId },
    body: { ingest: false },
  })
  const before = (await recordsOn('events')).length
  expect(await send({ query: { k } })).toMatchObject({ status: 202, body: { accepted: 0, rejected: [] } })
  expect(await recordsOn('events')).toHaveLength(before)
})

test('a field that is wrong is named', async () => {
  const reply = await send({ body: { ...makeBatch(), seq: -1 } })
  expect(reply.headers['content-type']).toBe('application/problem+json')
  expect(reply.body).toMatchObject({ status: 400, success: false, errors: [{ field: 'seq' }] })
  const many = Array.from({ length: 101 }, () => makeEvent())
  expect((await send({ body: makeBatch({ events: many }) })).body).toMatchObject({
    errors: [{ field: 'events' }],
  })
})

test('the log has one line a request, without key, token, query or payload', async () => {
  const written = vi.mocked(console.log)
  written.mockClear()
  const { publishableKey } = project
  const headers = { authorization: 'Bearer my-token', 'x-api-key': publishableKey }
  await send({ headers, body: makeBatch({ events: [makeEvent({ name: 'secret event' })] }) })
  const lines = written.mock.calls.map(([line]) => String(line))
  expect(lines).toHaveLength(1)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    message: 'request',
    method: 'POST',
    route: 'POST /api/v1/track',
    status: 202,
    ms: expect.any(Number),
    requestId: 'gateway-1',
  })
  for (const secret of [publishableKey, 'my-token', 'secret event', uuid(902)])
    expect(lines[0]).not.toContain(secret)
})

test('whatever the body is, the answer is no fault of ours', async () => {
  const anything = fc.oneof(
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    fc.string().map((text) => Buffer.from(text)),
    fc.jsonValue().map((value) => gzipSync(JSON.stringify(value))),
    fc.uint8Array({ maxLength: 50 }).map((bytes) => Buffer.concat([Buffer.of(0x1f, 0x8b), bytes])),
    fc
      .record(
        {
          v: fc.constantFrom(1, 2, '1'),
          visitorId: fc.constantFrom(uuid(1), 'x'),
          sessionId: fc.constantFrom(uuid(2), null),
          tabId: fc.constant(uuid(3)),
          seq: fc.oneof(fc.nat(), fc.double()),
          sentAt: fc.oneof(fc.maxSafeNat(), fc.double()),
          events: fc.array(fc.oneof(fc.jsonValue(), fc.record({ ...fuzzedEvent }, { requiredKeys: [] })), {
            maxLength: 4,
          }),
          replay: fc.oneof(
            fc.jsonValue(),
            fc.record({ format: fc.string(), events: fc.array(fc.jsonValue()) }),
          ),
        },
        { requiredKeys: ['v', 'visitorId', 'sessionId', 'tabId', 'seq', 'sentAt', 'events'] },
      )
      .map((value) => Buffer.from(JSON.stringify(value))),
  )
  const headers = fc.dictionary(
    fc.constantFrom(
      'content-type',
      'content-encoding',
      'user-agent',
      'x-playhead-viewer-ip',
      'cloudfront-viewer-country',
    ),
    fc.oneof(fc.string(), fc.constantFrom('gzip', 'br', 'application/json', 'text/html')),
  )
  await fc.assert(
    fc.asyncProperty(anything, headers, async (raw, extra) => {
      const { status } = await send({ raw, headers: extra })
      expect([202, 400, 413, 415]).toContain(status)
    }),
    { numRuns: 1_000 },
  )
}, 60_000)

const fuzzedEvent = {
  eventId: fc.constantFrom(uuid(5), uuid(6)),
  name: fc.oneof(fc.constant('click'), fc.string({ unit: 'binary' })),
  ts: fc.oneof(fc.maxSafeNat(), fc.double()),
  url: fc.string({ unit: 'binary' }),
  props: fc.dictionary(fc.string(), fc.jsonValue()),
  target: fc.jsonValue(),
}

test('a page hears that somebody watches its session, and a page that nobody watches hears nothing', async () => {
  const { dynamodb } = await import('../../../functions/runtime/clients/dynamodb.ts')
  const { connections } = await import('../../../functions/stores/connections.ts')
  const watchedShop = await makeProject('eve', 'Watched', [SHOP])
  const store = connections(dynamodb, 'presence', Date.now)
  const holder = { kind: 'member', projectId: watchedShop.projectId, memberId: 'eve', may: MAY_ALL } as const
  await store.watch(await store.open('eve-looks', holder), `replay#${uuid(78)}`)
  const sendAs = (sessionId: string, from: MadeProject) =>
    send({ query: { k: from.publishableKey }, body: makeBatch({ sentAt: Date.now(), sessionId }) })
  expect((await sendAs(uuid(78), watchedShop)).body).toEqual({ accepted: 1, rejected: [], live: true })
  expect((await sendAs(uuid(79), watchedShop)).body).toEqual({ accepted: 1, rejected: [] })
  // The same id in another project is another session.
  expect((await sendAs(uuid(78), project)).body).toEqual({ accepted: 1, rejected: [] })
})
