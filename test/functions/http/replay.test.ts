import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { AuditLog } from '../../../core/audit/audit-entry.ts'
import type { StampedBatch } from '../../../core/ingest/stamped-batch.ts'
import type { JsonValue } from '../../../core/json/json-value.ts'
import type { Replay, SideEventList } from '../../../core/replay/replay.ts'
import type { WatcherList } from '../../../core/sessions/watcher.ts'
import type { HttpFunction } from '../../../functions/runtime/http/http.ts'
import type { StreamFunction } from '../../../functions/runtime/stream/stream.ts'
import { makeStamped, uuid } from '../../unit/core/make-batch.ts'
import { element, page } from '../../unit/core/replay/recordings.ts'
import { accountsClient } from '../accounts-client.ts'
import { type Call, call, context, kinesisEvent } from '../invocations.ts'
import { type MadeProject, makeProject } from '../make-project.ts'
import { type Stage, startStage } from '../stage.ts'
import { objectsIn } from '../stored-objects.ts'

let stage: Stage
let replays: HttpFunction
let accounts: Awaited<ReturnType<typeof accountsClient>>
let own: MadeProject
let n = 0
let member = ''
let consumers: StreamFunction[]
const START = Date.now() - 3_600_000

beforeAll(async () => {
  stage = await startStage()
  accounts = await accountsClient()
  replays = (await import('../../../functions/http/replay.ts')).handler
  consumers = [
    (await import('../../../functions/stream/roll-up-sessions.ts')).handler,
    (await import('../../../functions/stream/store-session.ts')).handler,
  ]
})
beforeEach(async () => {
  member = `ada-${++n}`
  own = await makeProject(member)
})
afterAll(() => stage.stop())

const sessionId = () => uuid(70_000 + n)

const json = (value: object): JsonValue => JSON.parse(JSON.stringify(value))

/** Half a minute: a step of the page, a request that failed, a line of the console. */
const recorded = (seq: number, events: Parameters<typeof makeStamped>[0] = {}): StampedBatch => {
  const at = START + seq * 30_000
  const side = (tag: string, payload: JsonValue): JsonValue => ({
    type: 5,
    timestamp: at + 2_000,
    data: { tag: `playhead/${tag}`, payload },
  })
  const adds = [{ parentId: 9, nextId: null, node: json(element(1_000 + seq, 'li')) }]
  return makeStamped({
    projectId: own.projectId,
    sessionId: sessionId(),
    tabId: uuid(71_000),
    seq,
    receivedAt: at + 30_000,
    events: [{ ts: at + 1_000, name: 'dead_click', url: 'https://shop.example/' }],
    replay: {
      format: 'rrweb-2',
      events: [
        ...(seq === 0
          ? [
              { type: 4, timestamp: at, data: { href: 'https://shop.example', width: 800, height: 600 } },
              { type: 2, timestamp: at, data: { node: json(page()), initialOffset: { top: 0, left: 0 } } },
            ]
          : []),
        {
          type: 3,
          timestamp: at + 1_500,
          data: { source: 0, texts: [], attributes: [], removes: [], adds },
        },
        side('request', {
          by: 'fetch',
          method: 'POST',
          url: `https://shop.example/pay/${seq}`,
          status: 500,
          startedAt: at,
          durationMs: 20,
        }),
        side('console', { level: 'error', text: `line ${seq}` }),
      ],
    },
    ...events,
  })
}

const deliver = async (...batches: StampedBatch[]) => {
  for (const consume of consumers) await consume(kinesisEvent(batches), context())
}

const ask = (to: string, parts: Call = {}) =>
  call(replays, {
    to,
    memberId: member,
    ...parts,
    params: { sessionId: sessionId(), ...parts.params },
    query: { projectId: own.projectId, ...parts.query },
  })
const open = async () => {
  const { status, body } = await ask('getReplay')
  expect(status).toBe(200)
  return (body as { replay: Replay }).replay
}
const fetched = async (name: string) => {
  const reply = await ask('getReplaySegment', { params: { name } })
  expect(reply.status).toBe(200)
  expect(reply.headers?.['content-type']).toBe('application/gzip')
  expect(reply.headers?.['cache-control']).toContain('immutable')
  return gunzipSync(reply.body as Buffer).toString('utf8')
}

/** As if the manifest were of a while ago: what is newer is merged again at once. */
const later = async () => {
  const { s3 } = await import('../../../functions/runtime/clients/s3.ts')
  const { mergeSession } = await import('../../../functions/stores/merge-session.ts')
  const { sessionParts } = await import('../../../functions/stores/session-parts.ts')
  const { replayStore } = await import('../../../functions/stores/replay.ts')
  const stores = { parts: sessionParts(s3, 'test-sessions'), replay: replayStore(s3, 'test-sessions') }
  await mergeSession(stores)(
    { projectId: own.projectId, sessionId: sessionId(), tabs: {} },
    { mayWait: false, hasTime: () => true },
  )
}

test('a session that runs is merged when it is opened, and its segments are fetched by their names', async () => {
  await deliver(recorded(0), recorded(1), recorded(2))
  const replay = await open()
  expect(replay).toMatchObject({ live: true, complete: true, from: START })
  expect(replay.segments.map(({ picture }) => picture)).toEqual(['whole', 'whole'])
  expect(replay.tabs).toMatchObject([{ tabId: uuid(71_000), from: START }])
  expect(replay.activity).toHaveLength(200)
  expect(Math.round(replay.activity.reduce((sum, events) => sum + events, 0))).toBe(3 + 2 + 9)
  expect(replay.markers.map(({ kind }) => kind)).toEqual([0, 1, 2].flatMap(() => ['dead_click', 'network']))
  expect(replay.markers[1]).toMatchObject({ name: 'POST https://shop.example/pay/0 500', eventId: null })
  const texts = await Promise.all(replay.segments.map(({ name }) => fetched(name)))
  expect(texts.join('').split('playhead/console').length - 1).toBe(3)
  expect(texts[1]).toContain('"snapshot":[{"type":4')
})

test('what stands keeps its name when more comes, and what was replaced says so', async () => {
  await deliver(recorded(0), recorded(1), recorded(2))
  const before = await open()
  await deliver(recorded(3), recorded(4))
  await later()
  const after = await open()
  expect(after.merge).not.toBe(before.merge)
  expect(after.segments[0]).toEqual(before.segments[0])
  expect(after.segments.map(({ name }) => name)).not.toContain(before.segments[1]?.name)
  await fetched(after.segments[0]?.name ?? '')
  await fetched(after.segments[1]?.name ?? '')
})

test('a segment that is not there is one to read the replay again for, and a name leads to segments only', async () => {
  await deliver(recorded(0))
  const { merge } = await open()
  for (const name of [`${merge}.7-0-10`, `${'0'.repeat(24)}.0-0-10`, `${merge}.events.ndjson.gz`]) {
    const { status, body } = await ask('getReplaySegment', { params: { name } })
    expect([status, (body as { code: string }).code]).toEqual([404, 'replay-changed'])
  }
  expect((await ask('getReplaySegment', { params: { name: '../../x' } })).status).toBe(400)
})

test('a segment comes in parts', async () => {
  await deliver(recorded(0))
  const [segment] = (await open()).segments
  const params = { name: segment?.name ?? '' }
  const rest = await ask('getReplaySegment', { params, query: { from: '10' } })
  expect((rest.body as Buffer).byteLength).toBe((segment?.bytes ?? 0) - 10)
  const beyond = await ask('getReplaySegment', { params, query: { from: String(segment?.bytes) } })
  expect(beyond.status).toBe(404)
})

test('side events of all segments come in pages, each once', async () => {
  await deliver(...[0, 1, 2, 3, 4].map((seq) => recorded(seq)))
  await open()
  const tags: string[] = []
  let cursor: string | null = null
  do {
    const query: Record<string, string> = { limit: '3', ...(cursor && { cursor }) }
    const { body } = await ask('listReplaySideEvents', { query })
    const { events, nextCursor } = body as SideEventList
    tags.push(...events.map(({ tag }) => tag))
    cursor = nextCursor
  } while (cursor)
  expect(tags).toEqual([0, 1, 2, 3, 4].flatMap(() => ['playhead/request', 'playhead/console']))
})

test('who watched stands in the audit log, once an hour however often it is opened', async () => {
  await deliver(recorded(0))
  for (let times = 0; times < 3; times++) await open()
  const server = { params: { sessionId: sessionId() }, headers: { 'x-api-key': own.secretKey } }
  expect((await call(replays, { to: 'getReplay', ...server })).status).toBe(200)
  const { body } = await accounts.ask(member, 'listAuditLog', {
    params: { organisationId: own.organisationId },
  })
  const watched = (body as AuditLog).entries.filter(({ action }) => action === 'replay.watched')
  expect(watched.map(({ target }) => target.id)).toEqual([sessionId(), sessionId()])
  expect(new Set(watched.map(({ actor }) => actor.memberId)).size).toBe(2)
})

test('two who open at once fight over nothing', async () => {
  await deliver(...[0, 1, 2, 3].map((seq) => recorded(seq)))
  const opened = await Promise.all([open(), open(), open()])
  const whole = await open()
  for (const replay of opened) if (replay.complete) expect(replay.merge).toBe(whole.merge)
  const keys = Object.keys(await objectsIn('test-sessions')).filter((key) => key.includes(sessionId()))
  expect(keys.filter((key) => key.includes('/parts/'))).toEqual([])
  expect(keys.filter((key) => key.includes('/replay/') && !key.includes(whole.merge))).toHaveLength(1)
})

test('a session without a recording has a time line and no segments', async () => {
  const { replay: _, ...plain } = recorded(0)
  await deliver(plain)
  const replay = await open()
  expect(replay).toMatchObject({ segments: [], expiresAt: null, complete: true })
  expect(replay.markers).toHaveLength(1)
})

const watchersFor = async (memberId: string) => {
  const { handler } = await import('../../../functions/http/annotations.ts')
  return call(handler, {
    to: 'listWatchers',
    memberId,
    params: { sessionId: sessionId() },
    query: { projectId: own.projectId },
  })
}

test('admins see who watched a session, when first and last, and how often', async () => {
  await accounts.join(own.organisationId, member, `vic-${n}`, 'viewer')
  await accounts.join(own.organisationId, member, `ann-${n}`, 'analyst')
  await deliver(recorded(0))
  expect((await watchersFor(member)).body).toEqual({ watchers: [] })
  await ask('getReplay', { memberId: `vic-${n}` })
  await ask('getReplay', { memberId: `vic-${n}` })
  const { handler } = await import('../../../functions/http/replay.ts')
  const asServer = { headers: { 'x-api-key': own.secretKey }, params: { sessionId: sessionId() } }
  expect((await call(handler, { to: 'getReplay', ...asServer })).status).toBe(200)
  const { body } = await watchersFor(member)
  const { watchers } = body as WatcherList
  expect(watchers.map(({ kind, times }) => [kind, times])).toEqual([
    ['key', 1],
    ['member', 1],
  ])
  expect(watchers[1]).toMatchObject({ id: `vic-${n}`, name: `vic-${n}@example.com` })
  for (const other of ['vic', 'ann']) expect((await watchersFor(`${other}-${n}`)).status).toBe(403)
})

test('who looks again after an hour is one row, with the first time and the last', async () => {
  const { dynamodb } = await import('../../../functions/runtime/clients/dynamodb.ts')
  const { annotations } = await import('../../../functions/stores/annotations.ts')
  const { watchers } = await import('../../../functions/stores/watchers.ts')
  const store = watchers(annotations(dynamodb, 'people', Date.now))
  const session = { projectId: own.projectId, sessionId: sessionId() }
  const end = Math.ceil(Date.now() / 1000) + 1_000
  for (const at of [START, START + 3_700_000])
    await store.note(session, { kind: 'member', id: 'vic', name: 'vic@example.com', at }, end)
  expect(await store.list(session)).toEqual([
    {
      kind: 'member',
      id: 'vic',
      name: 'vic@example.com',
      firstAt: START,
      lastAt: START + 3_700_000,
      times: 2,
    },
  ])
})

test('a look that could not be written down is none, and the next one is', async () => {
  await deliver(recorded(0))
  const { dynamodb } = await import('../../../functions/runtime/clients/dynamodb.ts')
  const send = dynamodb.send.bind(dynamodb)
  const spy = vi
    .spyOn(dynamodb, 'send')
    .mockImplementation(((command: { input: { Item?: object } }) =>
      'action' in (command.input.Item ?? {})
        ? Promise.reject(new Error('no'))
        : send(command as never)) as never)
  expect((await ask('getReplay')).status).toBe(500)
  spy.mockRestore()
  await open()
  expect(((await watchersFor(member)).body as WatcherList).watchers).toHaveLength(1)
})
