import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { StampedBatch } from '../../../core/ingest/stamped-batch.ts'
import type { SessionState } from '../../../core/sessions/session-state.ts'
import type { StreamFunction } from '../../../functions/runtime/stream/stream.ts'
import type { PeopleStore } from '../../../functions/stores/people.ts'
import type { SessionStore } from '../../../functions/stores/sessions.ts'
import { makeStamped, NOON, uuid } from '../../unit/core/make-batch.ts'
import { context, kinesisEvent, sequenceNumber } from '../invocations.ts'
import { type Stage, startStage } from '../stage.ts'
import { linesOf, objectsIn } from '../stored-objects.ts'

let stage: Stage
let rollUp: StreamFunction
let store: StreamFunction
let archive: StreamFunction
let sessions: SessionStore
let people: PeopleStore
let project = 0

beforeAll(async () => {
  stage = await startStage()
  rollUp = (await import('../../../functions/stream/roll-up-sessions.ts')).handler
  store = (await import('../../../functions/stream/store-session.ts')).handler
  archive = (await import('../../../functions/stream/archive-events.ts')).handler
  const { dynamodb } = await import('../../../functions/runtime/clients/dynamodb.ts')
  sessions = (await import('../../../functions/stores/sessions.ts')).sessions(
    dynamodb,
    'sessions',
    () => NOON,
  )
  people = (await import('../../../functions/stores/people.ts')).people(dynamodb, 'people')
})

beforeEach(() => {
  project++
})

afterAll(() => stage.stop())

const projectId = () => `prj_tested${String(project).padStart(8, '0')}`
const batchOf = (session: number, seq: number, parts: Parameters<typeof makeStamped>[0] = {}): StampedBatch =>
  makeStamped({ projectId: projectId(), sessionId: uuid(session), seq, ...parts })
const consume = (consumer: StreamFunction, records: unknown[], from = 0) =>
  consumer(kinesisEvent(records, from), context())
const stateOf = async (session: number): Promise<SessionState | undefined> =>
  (await sessions.read(projectId(), uuid(session))).state

test('batches of many sessions are folded each into its own', async () => {
  const batches = [batchOf(1, 0), batchOf(2, 0), batchOf(1, 1), batchOf(3, 0), batchOf(1, 2)]
  expect(await consume(rollUp, batches)).toEqual({ batchItemFailures: [] })
  expect([(await stateOf(1))?.events, (await stateOf(2))?.events, (await stateOf(3))?.events]).toEqual([
    3, 1, 1,
  ])
  const { revision } = await sessions.read(projectId(), uuid(1))
  expect(revision).toBe(1)
})

test('a redelivery in another cut changes no number and costs no write', async () => {
  const batches = [batchOf(1, 0), batchOf(1, 1), batchOf(1, 2)]
  await consume(rollUp, batches.slice(0, 2))
  await consume(rollUp, batches)
  const before = await sessions.read(projectId(), uuid(1))
  await consume(rollUp, batches.slice(1))
  expect(await sessions.read(projectId(), uuid(1))).toEqual(before)
  expect(before.state?.events).toBe(3)
})

test('two consumers of one session at once lose nothing', async () => {
  const tabs = Array.from({ length: 8 }, (_, tab) =>
    batchOf(1, 0, { tabId: uuid(tab), receivedAt: NOON + tab }),
  )
  await Promise.all(tabs.map((batch) => consume(rollUp, [batch])))
  expect((await stateOf(1))?.events).toBe(8)
})

test('a visitor who turns out to be a user is linked, and stays that user', async () => {
  await consume(rollUp, [batchOf(1, 0)])
  expect(await people.find(projectId(), uuid(901))).toMatchObject({ userId: null, firstSeenAt: NOON })
  await consume(rollUp, [batchOf(1, 1, { events: [{ userId: 'ada' }] })])
  await consume(rollUp, [batchOf(2, 0, { events: [{ userId: 'bob' }] })])
  expect(await people.find(projectId(), uuid(901))).toMatchObject({ userId: 'ada' })
})

test('an unreadable record is kept whole with its reason, and its neighbours go on', async () => {
  const rubbish = Buffer.from('{"v":1,"projectId":')
  const binary = Buffer.of(0xff, 0xfe, 0x00)
  const packed = gzipSync(JSON.stringify(batchOf(1, 1)))
  const damaged = packed.subarray(0, packed.length - 12)
  const result = await consume(rollUp, [batchOf(1, 0), rubbish, { v: 2 }, binary, damaged, packed], 100)
  expect(result).toEqual({ batchItemFailures: [] })
  expect((await stateOf(1))?.events).toBe(2)
  const kept = await objectsIn('test-quarantine')
  const key = `unreadable/tested/date=2026-11-20/shardId-000000000000-${sequenceNumber(101)}.json`
  expect(JSON.parse(kept[key] ?? '{}')).toEqual({
    consumer: 'tested',
    functionVersion: '7',
    reason: 'record: not JSON',
    quarantinedAt: expect.any(Number),
    shardId: 'shardId-000000000000',
    sequenceNumber: sequenceNumber(101),
    partitionKey: 'tested',
    arrivedAt: 1_795_176_000_123,
    data: rubbish.toString('base64'),
  })
  expect(Object.values(kept).map((record) => JSON.parse(record).reason)).toEqual([
    'record: not JSON',
    expect.stringMatching(/^v: /),
    'record: not UTF-8',
    'record: damaged gzip',
  ])
})

test('what a session did lies under its own prefix, one object a delivery', async () => {
  const batches = [
    batchOf(1, 0),
    batchOf(2, 0),
    batchOf(1, 1, { replay: { format: 'rrweb-2', events: [7] } }),
  ]
  await consume(store, batches, 200)
  await consume(store, batches, 200)
  const stored = await objectsIn('test-sessions')
  const prefix = `sessions/${projectId()}`
  const [first, last] = [sequenceNumber(200), sequenceNumber(202)]
  const key = `${prefix}/${uuid(1)}/parts/shardId-000000000000-${first}-${last}.ndjson.gz`
  expect(Object.keys(stored).filter((name) => name.startsWith(prefix))).toHaveLength(2)
  expect(linesOf(stored[key])).toEqual([batches[0], batches[2]])
})

test('the lake has the same events by the hour in which they happened, without the recording', async () => {
  const beforeNoon = { ts: NOON - 1, name: 'early' }
  const replay = { format: 'rrweb-2', events: [7] }
  await consume(archive, [batchOf(1, 0, { events: [beforeNoon, {}], replay }), batchOf(2, 0)], 300)
  const lake = await objectsIn('test-lake')
  const names = Object.keys(lake).filter((name) => name.startsWith(`events/project=${projectId()}/`))
  const [first, last] = [sequenceNumber(300), sequenceNumber(301)]
  const day = `events/project=${projectId()}/date=2026-11-20`
  expect(names).toEqual([
    `${day}/hour=11/shardId-000000000000-${first}-${first}.ndjson.gz`,
    `${day}/hour=12/shardId-000000000000-${first}-${last}.ndjson.gz`,
  ])
  expect(linesOf(lake[names[0] ?? ''])).toEqual([
    expect.objectContaining({
      name: 'early',
      sessionId: uuid(1),
      seq: 0,
      receivedAt: NOON,
      browser: 'Firefox',
    }),
  ])
  expect(lake[names[1] ?? '']).not.toContain('rrweb')
})

test('a batch of nothing but a recording leaves nothing in the lake', async () => {
  await consume(archive, [batchOf(1, 0, { events: [], replay: { format: 'rrweb-2', events: [7] } })])
  expect(Object.keys(await objectsIn('test-lake')).filter((name) => name.includes(projectId()))).toEqual([])
})
