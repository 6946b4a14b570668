import type { KinesisStreamEvent } from 'aws-lambda'
import { beforeAll, expect, test, vi } from 'vitest'
import type { StampedBatch } from '../../../core/ingest/stamped-batch.ts'
import type { UnreadableRecord } from '../../../core/ingest/unreadable-record.ts'
import { stream } from '../../../functions/runtime/stream/stream.ts'
import { claims } from '../../../functions/stores/claims.ts'
import { people } from '../../../functions/stores/people.ts'
import { sessions } from '../../../functions/stores/sessions.ts'
import type { rollUpSessions as RollUp } from '../../../functions/stream/roll-up-sessions.ts'
import { deliver, type StreamRecord } from '../../../local/events/batch-delivery.ts'
import { makeStamped, NOON, uuid } from '../../unit/core/make-batch.ts'
import { context, kinesisEvent, sequenceNumber } from '../invocations.ts'
import { clientsOf, emptyMemory, type Fault } from './memory-aws.ts'
import { usersInMemory } from './users-in-memory.ts'

const MINUTE_MS = 60_000
/** As lib/consumer.ts sets them. */
const RULES = {
  bisectOnError: true,
  reportsItemFailures: true,
  retryAttempts: 1_000,
  maxAgeSeconds: 23 * 3_600,
}
/** Milliseconds: the service waits longer before each retry, up to this. */
const LONGEST_PAUSE_MS = 30_000

let rollUpSessions: typeof RollUp

beforeAll(async () => {
  vi.spyOn(console, 'log').mockImplementation(() => {})
  Object.assign(process.env, {
    SESSIONS_TABLE: 'sessions',
    SESSION_BUCKET: 'sessions',
    PEOPLE_TABLE: 'people',
    PRESENCE_TABLE: 'presence',
    QUARANTINE_BUCKET: 'quarantine',
    EVENT_RETENTION_DAYS: '90',
    SECRET_ID: 'own-secret',
  })
  rollUpSessions = (await import('../../../functions/stream/roll-up-sessions.ts')).rollUpSessions
})

/** The roll-up on tables whose weather goes by a clock that only waiting moves. */
const startSystem = (fault: (now: number) => Fault) => {
  const memory = emptyMemory()
  const quarantined: UnreadableRecord[] = []
  const givenUp: StreamRecord[] = []
  let now = NOON
  const { dynamodb, s3 } = clientsOf(
    memory,
    { dead: false },
    { fault: () => fault(now), turn: async () => {} },
  )
  const store = sessions(dynamodb, 'sessions', () => now)
  const consume = stream(
    {
      claims: claims(s3, 'sessions'),
      quarantine: { keep: async (record) => void quarantined.push(record) },
      now: () => now,
    },
    rollUpSessions({
      sessions: store,
      people: people(dynamodb, 'people'),
      users: usersInMemory(dynamodb, () => now),
      sleep: async () => {},
      random: () => 0,
    }),
  )
  return {
    memory,
    quarantined,
    givenUp,
    clock: () => now,
    stored: async (session: number) => (await store.read('prj_abcdefghijkl', uuid(session))).state?.events,
    deliver: (batches: StampedBatch[], from = 0) =>
      deliver(
        batches.map((batch, nth) => toRecord(batch, from + nth)),
        {
          rules: RULES,
          invoke: (event) => consume(event as KinesisStreamEvent, context()),
          toEvent: (records) =>
            kinesisEvent(
              records.map(({ data }) => data),
              numberOf(records),
            ),
          giveUp: async (records) => givenUp.push(...records) > 0,
          passed: () => {},
          now: () => now,
          pause: async (attempt) => {
            now += Math.min(LONGEST_PAUSE_MS, 100 * 2 ** attempt)
            return true
          },
        },
      ),
  }
}

const toRecord = (batch: StampedBatch, nth: number): StreamRecord => ({
  sequenceNumber: sequenceNumber(nth),
  partitionKey: `${batch.projectId}#${batch.sessionId}`,
  data: Buffer.from(JSON.stringify(batch)),
  arrivedAt: NOON / 1_000,
})
const numberOf = ([first]: StreamRecord[]): number =>
  Number(BigInt(first?.sequenceNumber ?? 0) - BigInt(sequenceNumber(0)))
const batchOf = (session: number, seq: number) => makeStamped({ sessionId: uuid(session), seq })

test('a consumer whose tables are down for ten minutes catches up, and nothing is lost or given up', async () => {
  const system = startSystem((now) => (now < NOON + 10 * MINUTE_MS ? 'refused' : 'none'))
  const batches = Array.from({ length: 40 }, (_, nth) => batchOf(nth % 4, Math.floor(nth / 4)))
  await system.deliver(batches.slice(0, 25))
  await system.deliver(batches.slice(25), 25)
  expect(system.clock()).toBeGreaterThan(NOON + 10 * MINUTE_MS)
  expect([system.givenUp, system.quarantined]).toEqual([[], []])
  for (const session of [0, 1, 2, 3]) expect(await system.stored(session)).toBe(10)
})

test('a poisoned session goes to quarantine at once, whole, and blocks no other', async () => {
  const system = startSystem(() => 'none')
  const poisonedKey = `prj_abcdefghijkl#${uuid(2)}`
  system.memory.tables.set('sessions', new Map([[poisonedKey, { sessionKey: poisonedKey, v: 'unknown' }]]))
  const batches = [batchOf(1, 0), batchOf(2, 0), batchOf(3, 0), batchOf(2, 1), batchOf(1, 1)]
  await system.deliver(batches)
  await system.deliver([batchOf(1, 2), batchOf(2, 2)], 5)
  expect(system.clock()).toBe(NOON)
  expect([await system.stored(1), await system.stored(3)]).toEqual([3, 1])
  expect(system.quarantined.map(({ sequenceNumber, reason }) => [sequenceNumber, reason])).toEqual(
    [1, 3, 6].map((nth) => [sequenceNumber(nth), 'poisoned: ZodError']),
  )
  expect(system.givenUp).toEqual([])
})

test('a table that is down is never taken for poison', async () => {
  const system = startSystem(() => 'refused')
  await system.deliver([batchOf(1, 0)])
  expect(system.quarantined).toEqual([])
  expect(system.givenUp).toHaveLength(1)
})
