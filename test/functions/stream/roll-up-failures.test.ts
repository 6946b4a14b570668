import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SessionState } from '../../../core/sessions/session-state.ts'
import type { rollUpSessions as RollUpSessions } from '../../../functions/stream/roll-up-sessions.ts'
import { makeStamped, uuid } from '../../unit/core/make-batch.ts'
import { context, kinesisEvent, sequenceNumber } from '../invocations.ts'
import { type Stage, startStage } from '../stage.ts'

let stage: Stage
let rollUpSessions: typeof RollUpSessions
let stream: typeof import('../../../functions/runtime/stream/stream.ts').stream

beforeAll(async () => {
  stage = await startStage()
  rollUpSessions = (await import('../../../functions/stream/roll-up-sessions.ts')).rollUpSessions
  stream = (await import('../../../functions/runtime/stream/stream.ts')).stream
})

afterAll(() => stage.stop())

const claims = { read: () => Promise.reject(new Error('nothing is claimed here')) }

/** Sessions in memory, of which some cannot be written. */
const build = (options: { failing?: string[]; conflicts?: number; peopleDown?: boolean } = {}) => {
  const written = new Map<string, SessionState>()
  let conflicts = options.conflicts ?? 0
  const handler = rollUpSessions({
    sessions: {
      read: async (_, sessionId) => ({ state: written.get(sessionId), revision: undefined }),
      write: async (state) => {
        if (options.failing?.includes(state.sessionId)) throw new Error('the table is down')
        if (conflicts-- > 0) return false
        written.set(state.sessionId, state)
        return true
      },
    },
    users: async () => {},
    people: {
      sight: async () => {
        if (options.peopleDown) throw new Error('the table is down')
      },
    },
    sleep: async () => {},
    random: () => 0.5,
  })
  const consume = (batches: unknown[]) =>
    stream({ claims, now: () => 0 }, handler)(kinesisEvent(batches), context())
  return { consume, written }
}

const batchOf = (session: number, seq = 0) => makeStamped({ sessionId: uuid(session), seq })

test('a session that cannot be written is delivered again from its first record, and blocks no other', async () => {
  const { consume, written } = build({ failing: [uuid(2), uuid(3)] })
  const batches = [batchOf(1), batchOf(3), batchOf(2), batchOf(4), batchOf(2, 1)]
  expect(await consume(batches)).toEqual({ batchItemFailures: [{ itemIdentifier: sequenceNumber(1) }] })
  expect([...written.keys()]).toEqual([uuid(1), uuid(4)])
})

test('a conflict is folded again onto what the other has written', async () => {
  const { consume, written } = build({ conflicts: 3 })
  expect(await consume([batchOf(1)])).toEqual({ batchItemFailures: [] })
  expect(written.get(uuid(1))?.events).toBe(1)
})

test('a conflict without end is a failure, not a loss', async () => {
  const { consume } = build({ conflicts: 1_000 })
  expect((await consume([batchOf(1)])).batchItemFailures).toHaveLength(1)
})

test('a session is not written before its visitor is', async () => {
  const { consume, written } = build({ peopleDown: true })
  expect((await consume([batchOf(1)])).batchItemFailures).toHaveLength(1)
  expect(written.size).toBe(0)
})

test('when the quarantine is down, the unreadable record is delivered again', async () => {
  const keep = () => Promise.reject(new Error('the bucket is down'))
  const seen: number[] = []
  const consumer = stream({ claims, quarantine: { keep }, now: () => 0 }, async (deliveries) => {
    seen.push(...deliveries.map(({ position }) => position))
  })
  const result = await consumer(kinesisEvent([batchOf(1), batchOf(2), 'rubbish', batchOf(3)]), context())
  expect(result).toEqual({ batchItemFailures: [{ itemIdentifier: sequenceNumber(2) }] })
  expect(seen).toEqual([0, 1])
})

test('a handler that throws fails from the first record it was given', async () => {
  const consumer = stream({ claims, now: () => 0 }, () => Promise.reject(new Error('down')))
  const result = await consumer(kinesisEvent(['unreadable', batchOf(1)]), context())
  expect(result).toEqual({ batchItemFailures: [{ itemIdentifier: sequenceNumber(1) }] })
})
