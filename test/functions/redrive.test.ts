import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { StampedBatch } from '../../core/ingest/stamped-batch.ts'
import type { Quarantined } from '../../core/quarantine/quarantined.ts'
import { eventsOf } from '../../core/sessions/session-events.ts'
import type { StreamFunction } from '../../functions/runtime/stream/stream.ts'
import type { PeopleStore } from '../../functions/stores/people.ts'
import type { QuarantinedStore } from '../../functions/stores/quarantined.ts'
import type { redriveObject as Redrive, RedriveDeps } from '../../functions/stores/redrive.ts'
import { failureObject } from '../../local/events/failure-record.ts'
import { makeStamped, NOON, uuid } from '../unit/core/make-batch.ts'
import { context, kinesisEvent, sequenceNumber } from './invocations.ts'
import { type Stage, startStage } from './stage.ts'
import { linesOf, objectsIn, recordsOn } from './stored-objects.ts'

let stage: Stage
let consumers: Record<string, StreamFunction>
let redriveObject: typeof Redrive
let deps: RedriveDeps & { quarantined: QuarantinedStore; people: PeopleStore }
let s3: import('@aws-sdk/client-s3').S3Client
let project = 0

beforeAll(async () => {
  stage = await startStage()
  consumers = {
    rollUp: (await import('../../functions/stream/roll-up-sessions.ts')).handler,
    store: (await import('../../functions/stream/store-session.ts')).handler,
    archive: (await import('../../functions/stream/archive-events.ts')).handler,
  }
  redriveObject = (await import('../../functions/stores/redrive.ts')).redriveObject
  const { dynamodb } = await import('../../functions/runtime/clients/dynamodb.ts')
  const { kinesis } = await import('../../functions/runtime/clients/kinesis.ts')
  s3 = (await import('../../functions/runtime/clients/s3.ts')).s3
  const { quarantined, redelivery } = await import('../../functions/stores/quarantined.ts')
  const { claims } = await import('../../functions/stores/claims.ts')
  const { sessionParts } = await import('../../functions/stores/session-parts.ts')
  const { sessions } = await import('../../functions/stores/sessions.ts')
  const { people } = await import('../../functions/stores/people.ts')
  deps = {
    quarantined: quarantined(s3, 'test-quarantine'),
    stream: redelivery(kinesis, 'events'),
    claims: claims(s3, 'test-sessions'),
    parts: sessionParts(s3, 'test-sessions'),
    sessions: sessions(dynamodb, 'sessions', () => NOON),
    people: people(dynamodb, 'people'),
    now: () => NOON,
    sleep: () => deliverStream(),
  }
})
beforeEach(() => {
  project++
  delivered = 0
})
afterAll(() => stage.stop())

const projectId = () => `prj_redriven${String(project).padStart(6, '0')}`
const batchOf = (seq: number, parts: Parameters<typeof makeStamped>[0] = {}): StampedBatch =>
  makeStamped({ projectId: projectId(), seq, receivedAt: NOON + seq * 1_000, ...parts })

let delivered = 0
/** What was put on the stream since, to every consumer, as its mapping would. */
const deliverStream = async (): Promise<void> => {
  const records = (await recordsOn('events')).map(({ batch }) => batch)
  const fresh = records.filter((batch) => batch.projectId === projectId()).slice(delivered)
  delivered += fresh.length
  if (fresh.length > 0) await consume(fresh, 1_000 + delivered)
}
const consume = async (batches: unknown[], from = 0, names = Object.keys(consumers)): Promise<void> => {
  for (const name of names) {
    const answer = await consumers[name]?.(kinesisEvent(batches, from), context({ functionName: name }))
    expect(answer).toEqual({ batchItemFailures: [] })
  }
}

/** What an older version could not read, kept as each consumer keeps it. */
const keepUnreadable = async (batch: unknown, at: number): Promise<void> => {
  const { quarantine } = await import('../../functions/stores/quarantine.ts')
  for (const consumer of Object.keys(consumers)) {
    await quarantine(s3, 'test-quarantine').keep({
      consumer,
      functionVersion: '6',
      reason: 'v: is too new',
      quarantinedAt: NOON,
      shardId: 'shardId-000000000000',
      sequenceNumber: sequenceNumber(at),
      partitionKey: `${projectId()}#${uuid(902)}`,
      arrivedAt: NOON,
      data: Buffer.from(typeof batch === 'string' ? batch : JSON.stringify(batch)).toString('base64'),
    })
  }
}
const lying = async (): Promise<Quarantined[]> => {
  const objects: Quarantined[] = []
  for await (const { key } of deps.quarantined.list()) objects.push(await deps.quarantined.read(key))
  return objects
}
const redriveAll = async (): Promise<void> => {
  const sent = new Set<string>()
  for (const object of await lying()) await redriveObject(deps, object, sent)
}
const counted = async () => (await deps.sessions.read(projectId(), uuid(902))).state?.events
const stored = async () => eventsOf(await deps.parts.readAll(projectId(), uuid(902))).length
const inLake = async () => {
  const objects = Object.entries(await objectsIn('test-lake')).filter(([key]) =>
    key.startsWith(`events/project=${projectId()}/`),
  )
  const rows = objects.flatMap(([, text]) => linesOf(text)) as { eventId: string }[]
  return new Set(rows.map(({ eventId }) => eventId)).size
}

test('a record that waited while its tab went on is counted, stored and archived once, and leaves the quarantine', async () => {
  const late = batchOf(1, { events: [{ name: 'page_view' }, { userId: 'ada' }] })
  await consume([batchOf(0), batchOf(2)])
  await keepUnreadable(late, 1)
  await redriveAll()
  expect([await counted(), await stored(), await inLake()]).toEqual([4, 4, 4])
  expect(await lying()).toEqual([])
  expect((await recordsOn('events')).filter(({ batch }) => batch.projectId === projectId())).toHaveLength(1)
  expect((await deps.people.find(projectId(), uuid(901)))?.userId).toBe('ada')
})

test('redriving again, after an end in the middle, changes nothing', async () => {
  const late = batchOf(0)
  await consume([batchOf(1)])
  await keepUnreadable(late, 0)
  const remove = () => Promise.reject(new Error('killed'))
  const [object] = await lying()
  if (!object) throw new Error('nothing lies there')
  await expect(redriveObject({ ...deps, quarantined: { remove } }, object, new Set())).rejects.toThrow(
    'killed',
  )
  expect(await lying()).toHaveLength(3)
  await redriveAll()
  expect([await counted(), await stored(), await inLake()]).toEqual([2, 2, 2])
  expect(await lying()).toEqual([])
})

test('a batch that one consumer gave up goes to all of them, and those that have it keep it once', async () => {
  const batches = [batchOf(0), batchOf(1)]
  await consume(batches, 0, ['rollUp', 'store'])
  await keepGivenUp(batches)
  await redriveAll()
  await deliverStream()
  expect([await counted(), await stored(), await inLake()]).toEqual([2, 2, 2])
  expect(await lying()).toEqual([])
})

const claimOf = async (batch: StampedBatch) => {
  const { claims } = await import('../../functions/stores/claims.ts')
  return claims(s3, 'test-sessions').write(batch, Buffer.from(JSON.stringify(batch)))
}

test('a batch that lies in S3 is found again by its record, and counted, stored and archived once', async () => {
  await consume([batchOf(0), batchOf(2)])
  await keepUnreadable(await claimOf(batchOf(1, { events: [{}, {}] })), 1)
  await redriveAll()
  expect([await counted(), await stored(), await inLake()]).toEqual([4, 4, 4])
  expect(await lying()).toEqual([])
})

test('a record whose claim is gone stays, and the operator hears why', async () => {
  const { DeleteObjectCommand } = await import('@aws-sdk/client-s3')
  const claim = await claimOf(batchOf(1))
  await s3.send(new DeleteObjectCommand({ Bucket: 'test-sessions', Key: claim.claim.key }))
  await keepUnreadable(claim, 1)
  await expect(redriveAll()).rejects.toThrow('The batch that it claims is gone')
  expect(await lying()).toHaveLength(3)
  for (const { key } of await lying()) await deps.quarantined.remove(key)
})

test('what cannot be read by this version either stays where it is', async () => {
  await keepUnreadable('rubbish', 0)
  await expect(redriveAll()).rejects.toThrow('Deploy the fix first')
  expect(await lying()).toHaveLength(3)
  for (const { key } of await lying()) await deps.quarantined.remove(key)
})

test('a session of which stored batches are gone is not counted down', async () => {
  const late = batchOf(1)
  await consume([batchOf(0), batchOf(2)], 0, ['rollUp'])
  await keepUnreadable(late, 1)
  await expect(redriveAll()).rejects.toThrow('could not be counted yet')
  expect(await counted()).toBe(2)
  for (const { key } of await lying()) await deps.quarantined.remove(key)
})

const keepGivenUp = async (batches: StampedBatch[]): Promise<void> => {
  const { PutObjectCommand } = await import('@aws-sdk/client-s3')
  const { key, body } = failureObject({
    mappingId: 'ArchiveEvents',
    functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:archive',
    streamArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/events',
    shardId: 'shardId-000000000000',
    records: [],
    payload: kinesisEvent(batches),
    reason: 'RetryAttemptsExhausted',
    attempts: 1_001,
    now: new Date(NOON),
  })
  await s3.send(new PutObjectCommand({ Bucket: 'test-quarantine', Key: key, Body: body }))
}
