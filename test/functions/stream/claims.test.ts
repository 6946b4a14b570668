import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Claim } from '../../../core/ingest/claim.ts'
import type { StampedBatch } from '../../../core/ingest/stamped-batch.ts'
import type { UnreadableRecord } from '../../../core/ingest/unreadable-record.ts'
import { CLAIM_MAX_BYTES } from '../../../core/limits.ts'
import type { stream as Stream, StreamFunction } from '../../../functions/runtime/stream/stream.ts'
import { makeBatch, makeStamped, NOON, uuid } from '../../unit/core/make-batch.ts'
import { call, context, kinesisEvent, sequenceNumber } from '../invocations.ts'
import { makeProject } from '../make-project.ts'
import { type Stage, startStage } from '../stage.ts'
import { linesOf, objectsIn, recordsOn } from '../stored-objects.ts'

let stage: Stage
let stream: typeof Stream

beforeAll(async () => {
  stage = await startStage()
  stream = (await import('../../../functions/runtime/stream/stream.ts')).stream
})

afterAll(() => stage.stop())

const claimOf = (batch: StampedBatch, bytes = 2_000_000): Claim => {
  const { v, projectId, visitorId, sessionId, tabId, seq, receivedAt } = batch
  const key = `claims/${projectId}/${sessionId}/${seq}.json`
  return { v, projectId, visitorId, sessionId, tabId, seq, receivedAt, claim: { key, bytes } }
}
const batchOf = (seq: number, session = 902) => makeStamped({ seq, sessionId: uuid(session) })

/** A consumer that notes what its work is given, on an S3 of these objects. */
const startConsumer = (objects: Record<string, string | Error>) => {
  const given: StampedBatch[][] = []
  const kept: UnreadableRecord[] = []
  const consume = stream(
    {
      claims: {
        read: async ({ claim }) => {
          const found = objects[claim.key]
          if (found instanceof Error) throw found
          return found
        },
      },
      quarantine: { keep: async (record) => void kept.push(record) },
      now: () => NOON,
    },
    async (deliveries) => void given.push(deliveries.map(({ batch }) => batch)),
  )
  return { given, kept, consume: (records: unknown[]) => consume(kinesisEvent(records), context()) }
}
const lying = (...batches: StampedBatch[]): Record<string, string> =>
  Object.fromEntries(batches.map((batch) => [claimOf(batch).claim.key, JSON.stringify(batch)]))

test('a consumer is given what is claimed in its place among the others', async () => {
  const batches = [batchOf(0), batchOf(1), batchOf(2)]
  const { given, kept, consume } = startConsumer(lying(batchOf(1)))
  expect(await consume([batches[0], claimOf(batchOf(1)), batches[2]])).toEqual({ batchItemFailures: [] })
  expect(given).toEqual([batches.map((batch, seq) => ({ ...batch, events: given[0]?.[seq]?.events }))])
  expect(kept).toEqual([])
})

test('a claim whose object is gone, damaged or of another batch is kept with its reason, and blocks nothing', async () => {
  const objects = { ...lying(batchOf(1), batchOf(2), batchOf(3)) }
  objects[claimOf(batchOf(1)).claim.key] = '{"v":1,'
  objects[claimOf(batchOf(2)).claim.key] = JSON.stringify(batchOf(2, 77))
  const { given, kept, consume } = startConsumer(objects)
  const records = [0, 1, 2, 3].map((seq) => claimOf(batchOf(seq)))
  expect(await consume([...records, { ...claimOf(batchOf(4)), seq: -1 }])).toEqual({ batchItemFailures: [] })
  expect(given.flat().map(({ seq }) => seq)).toEqual([3])
  expect(kept.map(({ sequenceNumber, reason }) => [sequenceNumber, reason])).toEqual([
    [sequenceNumber(0), 'claim: its object is gone'],
    [sequenceNumber(1), expect.stringMatching(/^claim: record: /)],
    [sequenceNumber(2), 'claim: its object is another batch'],
    [sequenceNumber(4), expect.stringMatching(/^seq: /)],
  ])
  expect(JSON.parse(Buffer.from(kept[0]?.data ?? '', 'base64').toString())).toEqual(records[0])
})

test('a claim that cannot be read right now is delivered again, and what came before it is done', async () => {
  const key = claimOf(batchOf(1)).claim.key
  const { given, kept, consume } = startConsumer({ [key]: new TypeError('S3 is down') })
  const records = [batchOf(0), claimOf(batchOf(1)), batchOf(2)]
  expect(await consume(records)).toEqual({ batchItemFailures: [{ itemIdentifier: sequenceNumber(1) }] })
  expect(given.flat().map(({ seq }) => seq)).toEqual([0])
  expect(kept).toEqual([])
})

test('no more is held at once than fits, however many are claimed in one delivery', async () => {
  const batches = Array.from({ length: 7 }, (_, seq) => batchOf(seq))
  const { given, consume } = startConsumer(lying(...batches))
  await consume(batches.map((batch) => claimOf(batch, CLAIM_MAX_BYTES)))
  expect(given.map((portion) => portion.map(({ seq }) => seq))).toEqual(batches.map(({ seq }) => [seq]))
  given.length = 0
  await consume([...batches.map((batch) => claimOf(batch, 2_000_000)), batchOf(7)])
  expect(given.map((portion) => portion.map(({ seq }) => seq))).toEqual([
    [0, 1, 2],
    [3, 4, 5],
    [6, 7],
  ])
})

test('a batch that grew beyond a record is answered 202, and every consumer has it once', async () => {
  const track = (await import('../../../functions/http/track.ts')).handler
  const project = await makeProject('ada', 'Shop', ['https://shop.example'])
  const event = { eventId: uuid(5), name: 'click', ts: Date.now(), props: {} }
  const { replay: _, ...header } = makeBatch({ events: [event], sentAt: Date.now() })
  const raw = Buffer.from(
    `${JSON.stringify(header).slice(0, -1)},"replay":{"format":"rrweb-2","events":[${Array(190_000).fill('1e20').join()}]}}`,
  )
  const reply = await call(track, { query: { k: project.publishableKey }, raw })
  expect(reply).toMatchObject({ status: 202, body: { accepted: 1 } })

  const records = (await recordsOn('events')).map(({ batch }) => batch)
  const key = records.at(-1).claim.key
  expect(key).toMatch(new RegExp(`^claims/${project.projectId}/${header.sessionId}/[0-9a-f]{32}\\.json$`))
  const written = vi.mocked(console.log)
  written.mockClear()
  const consumers: StreamFunction[] = [
    (await import('../../../functions/stream/roll-up-sessions.ts')).handler,
    (await import('../../../functions/stream/store-session.ts')).handler,
    (await import('../../../functions/stream/archive-events.ts')).handler,
    (await import('../../../functions/stream/push-live.ts')).handler,
  ]
  for (const consumer of consumers)
    expect(await consumer(kinesisEvent(records), context())).toEqual({ batchItemFailures: [] })
  const lines = written.mock.calls.map(([line]) => JSON.parse(String(line)))
  expect(lines).toEqual(
    consumers.map(() => expect.objectContaining({ records: 1, claimed: 1, unreadable: 0 })),
  )

  const { dynamodb } = await import('../../../functions/runtime/clients/dynamodb.ts')
  const { sessions } = await import('../../../functions/stores/sessions.ts')
  const { state } = await sessions(dynamodb, 'sessions', Date.now).read(project.projectId, header.sessionId)
  expect(state).toMatchObject({ events: 1, hasReplay: true })
  const stored = Object.entries(await objectsIn('test-sessions')).find(([name]) => name.includes('/parts/'))
  expect(linesOf(stored?.[1])).toEqual([
    expect.objectContaining({ seq: header.seq, replay: { format: 'rrweb-2', events: expect.any(Array) } }),
  ])
  expect(Object.keys(await objectsIn('test-lake')).filter((name) => name.startsWith('events/'))).toHaveLength(
    1,
  )
})
