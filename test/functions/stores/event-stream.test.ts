import type { KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis'
import type { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { claimSchema } from '../../../core/ingest/claim.ts'
import { stampBatch } from '../../../core/ingest/stamp-batch.ts'
import type { StampedBatch } from '../../../core/ingest/stamped-batch.ts'
import { BATCH_MAX_BYTES, CLAIM_MAX_BYTES, STREAM_RECORD_MAX_BYTES } from '../../../core/limits.ts'
import { claims } from '../../../functions/stores/claims.ts'
import { eventStream } from '../../../functions/stores/event-stream.ts'
import { client as facts, makeBatch, makeEvent, makeStamped, NOON, uuid } from '../../unit/core/make-batch.ts'

type Entry = { SequenceNumber?: string; ErrorCode?: string }

/** Clients whose answers are given in advance: entries, or an error that is thrown; and an S3 that works or does not. */
const scripted = (answers: (Entry[] | Error)[], { s3Fault }: { s3Fault?: Error } = {}) => {
  const calls: number[] = []
  const waits: number[] = []
  const done: string[] = []
  const records: unknown[] = []
  const objects = new Map<string, string>()
  const kinesis = {
    send: async ({ input: { Records = [] } }: PutRecordsCommand) => {
      calls.push(Records.length)
      done.push('record')
      const answer = answers.shift() ?? Records.map(() => taken)
      if (answer instanceof Error) throw answer
      for (const { Data } of Records) records.push(JSON.parse(Buffer.from(Data ?? []).toString('utf8')))
      return { Records: answer }
    },
  } as unknown as KinesisClient
  const s3 = {
    send: async ({ input: { Bucket, Key, Body } }: PutObjectCommand) => {
      if (s3Fault) throw s3Fault
      done.push('claim')
      objects.set(`${Bucket}/${Key}`, Buffer.from(Body as Uint8Array).toString('utf8'))
    },
  } as unknown as S3Client
  const sleep = async (ms: number) => waits.push(ms)
  const options = { claims: claims(s3, 'sessions'), sleep, random: () => 0.5 }
  return { calls, waits, done, records, objects, stream: eventStream(kinesis, 'events', options) }
}

const taken = { SequenceNumber: '1' }
const throttled = { ErrorCode: 'ProvisionedThroughputExceededException' }
const throttling = Object.assign(new Error('slow down'), { name: 'ProvisionedThroughputExceededException' })

test('only what was not taken is sent again, after a pause that grows', async () => {
  const { calls, waits, stream } = scripted([
    [taken, throttled, throttled],
    [throttled, taken],
    throttling,
    [taken],
  ])
  await stream.put([makeStamped(), makeStamped(), makeStamped()])
  expect(calls).toEqual([3, 2, 1, 1])
  expect(waits).toEqual([50, 100, 200])
})

test('a stream that takes nothing is a 503 that says when to come back', async () => {
  const { calls, waits, stream } = scripted(Array.from({ length: 20 }, () => throttling))
  await expect(stream.put([makeStamped()])).rejects.toMatchObject({ status: 503, retryAfter: 5 })
  expect(calls).toHaveLength(6)
  expect(waits.reduce((a, b) => a + b)).toBeLessThan(3_000)
})

const fault = (name: string, parts: object) => Object.assign(new Error(name), { name, ...parts })

test.each([
  fault('InternalFailure', { $fault: 'server' }),
  fault('TimeoutError', {}),
  fault('AbortError', {}),
  fault('Error', { code: 'ECONNRESET' }),
  fault('AggregateError', { code: 'ECONNREFUSED' }),
])('a stream that is not reached is a 503 as well: $name $code', async (outage) => {
  const { stream } = scripted([outage])
  await expect(stream.put([makeStamped()])).rejects.toMatchObject({
    status: 503,
    retryAfter: 5,
    cause: outage,
  })
})

test('a mistake of ours is not tried again, and no 503 hides it', async () => {
  const mistake = fault('ResourceNotFoundException', { $fault: 'client' })
  const { calls, stream } = scripted([mistake])
  await expect(stream.put([makeStamped()])).rejects.toBe(mistake)
  expect(calls).toHaveLength(1)
})

test('whatever entries are throttled, none is lost or fails while capacity returns within the six tries', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(4), { minLength: 1, maxLength: 20 }),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 10, maxLength: 10 }),
      async (refusals, draws) => {
        const left = new Map(refusals.map((times, seq) => [seq, times]))
        const stored: number[] = []
        const asked: number[][] = []
        const kinesis = {
          send: async ({ input: { Records = [] } }: PutRecordsCommand) => {
            const seqs = Records.map(
              ({ Data }) => JSON.parse(Buffer.from(Data ?? []).toString()).seq as number,
            )
            asked.push(seqs)
            return {
              Records: seqs.map((seq) => {
                const times = left.get(seq) ?? 0
                left.set(seq, times - 1)
                if (times > 0) return throttled
                stored.push(seq)
                return taken
              }),
            }
          },
        } as unknown as KinesisClient
        const waits: number[] = []
        let draw = 0
        const stream = eventStream(kinesis, 'events', {
          claims: { write: () => Promise.reject(new Error('nothing is claimed here')) },
          sleep: async (ms) => waits.push(ms),
          random: () => draws[draw++ % draws.length] ?? 0,
        })
        await stream.put(refusals.map((_, seq) => makeStamped({ seq })))
        expect(stored.toSorted((a, b) => a - b)).toEqual(refusals.map((_, seq) => seq))
        for (const [attempt, seqs] of asked.entries())
          expect(seqs).toEqual(
            refusals.flatMap((times, seq) => (attempt === 0 || times >= attempt ? [seq] : [])),
          )
        expect(waits).toEqual(waits.map((_, nth) => (draws[nth] ?? 0) * Math.min(1_000, 100 * 2 ** nth)))
      },
    ),
    { numRuns: 300 },
  ))

const large = (parts: Partial<StampedBatch> = {}): StampedBatch => ({
  ...makeStamped({ events: [{ eventId: uuid(1) }] }),
  replay: { format: 'rrweb-2', events: ['x'.repeat(STREAM_RECORD_MAX_BYTES)] },
  ...parts,
})

test('a batch above the limit of a record lies in S3, whole, before its record says where', async () => {
  const { done, objects, records, stream } = scripted([])
  const batch = large()
  await stream.put([batch])
  expect(done).toEqual(['claim', 'record'])
  const { claim, ...whose } = claimSchema.parse(records[0])
  const { v, projectId, visitorId, sessionId, tabId, seq, receivedAt } = batch
  expect(whose).toEqual({ v, projectId, visitorId, sessionId, tabId, seq, receivedAt })
  expect(claim.key).toMatch(new RegExp(`^claims/prj_abcdefghijkl/${batch.sessionId}/[0-9a-f]{32}\\.json$`))
  const stored = objects.get(`sessions/${claim.key}`) ?? ''
  expect(JSON.parse(stored)).toEqual(batch)
  expect(claim.bytes).toBe(Buffer.byteLength(stored))
})

test('what is claimed again overwrites itself, and the same batch at another time stands beside it', async () => {
  const { objects, stream } = scripted([])
  await stream.put([large()])
  await stream.put([large()])
  expect(objects.size).toBe(1)
  await stream.put([large({ receivedAt: NOON + 700 })])
  expect(objects.size).toBe(2)
})

test('a throttled record of a claim is sent again, its batch is not', async () => {
  const { done, stream } = scripted([[throttled], throttling])
  await stream.put([large()])
  expect(done).toEqual(['claim', 'record', 'record', 'record'])
})

test('while S3 takes nothing, a large batch is a 503 and nothing is on the stream', async () => {
  const { calls, stream } = scripted([], { s3Fault: fault('SlowDown', { $fault: 'server' }) })
  await expect(stream.put([large()])).rejects.toMatchObject({ status: 503, retryAfter: 5 })
  expect(calls).toEqual([])
  await stream.put([makeStamped()])
  expect(calls).toEqual([1])
})

const stamp = { projectId: 'prj_abcdefghijkl', receivedAt: NOON, client: facts }
/** What a body of the largest size becomes, when it is filled with `text` over and over. */
const stampedOf = (text: string): StampedBatch => {
  const empty = makeBatch({ events: [], replay: { format: 'rrweb-2', events: [] } })
  const room = BATCH_MAX_BYTES - JSON.stringify(empty).length
  const filled = `[${Array(Math.floor(room / (Buffer.byteLength(text) + 1)))
    .fill(text)
    .join()}]`
  return stampBatch({ ...empty, replay: { format: 'rrweb-2', events: JSON.parse(filled) } }, stamp)
}

test('the largest body is claimed only if it grew by being written anew, and even the worst is taken', async () => {
  const plain = scripted([])
  await plain.stream.put([
    stampedOf('{"type":3,"data":{"text":"Schuhe für große Füße"},"timestamp":1795176000123}'),
  ])
  const events = Array.from({ length: 100 }, () =>
    makeEvent({ name: 'A'.repeat(100), props: { a: 'x'.repeat(9_500) } }),
  )
  const batch = makeBatch({ events })
  expect(JSON.stringify(batch).length).toBeGreaterThan(BATCH_MAX_BYTES * 0.95)
  await plain.stream.put([stampBatch(batch, stamp)])
  expect(plain.objects.size).toBe(0)

  const worst = scripted([])
  await worst.stream.put([stampedOf('1e20')])
  const [bytes = 0] = [...worst.objects.values()].map((text) => text.length)
  expect(bytes).toBeGreaterThan(4 * BATCH_MAX_BYTES)
  expect(bytes).toBeLessThan(CLAIM_MAX_BYTES)
})

test('beyond what a claim may take, a batch is a 413', async () => {
  const { calls, objects, stream } = scripted([])
  const replay = { format: 'rrweb-2', events: ['x'.repeat(CLAIM_MAX_BYTES)] }
  await expect(stream.put([large({ replay })])).rejects.toMatchObject({ status: 413 })
  expect([calls, objects.size]).toEqual([[], 0])
})
