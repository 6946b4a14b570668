import { describe, expect, test } from 'vitest'
import { type DeliveryRules, deliver, type StreamRecord } from '../../../local/events/batch-delivery.ts'

const record = (sequenceNumber: string, arrivedAt = 0): StreamRecord => ({
  sequenceNumber,
  partitionKey: 'k',
  data: Buffer.alloc(0),
  arrivedAt,
})
const batch = (...sequenceNumbers: string[]) =>
  sequenceNumbers.map((sequenceNumber) => record(sequenceNumber))

type Call = string[]
const setUp = (
  answer: (call: Call, calls: Call[]) => unknown,
  rules: Partial<DeliveryRules> = {},
  now = 0,
) => {
  const calls: Call[] = []
  const passed: string[] = []
  const given: { records: string[]; reason: string; attempts: number }[] = []
  return {
    calls,
    passed,
    given,
    deps: {
      rules: {
        bisectOnError: false,
        reportsItemFailures: true,
        retryAttempts: 2,
        maxAgeSeconds: -1,
        ...rules,
      },
      toEvent: (records: StreamRecord[]) => records.map(({ sequenceNumber }) => sequenceNumber),
      invoke: async (payload: unknown) => {
        calls.push(payload as Call)
        return answer(payload as Call, calls)
      },
      giveUp: async (records: StreamRecord[], reason: string, attempts: number) => {
        given.push({ records: records.map(({ sequenceNumber }) => sequenceNumber), reason, attempts })
        return true
      },
      passed: (records: StreamRecord[]) =>
        void passed.push(...records.map(({ sequenceNumber }) => sequenceNumber)),
      now: () => now,
      pause: async () => true,
    },
  }
}
const failing = (...ids: string[]) => ({
  batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })),
})

describe('a batch', () => {
  test('that succeeds is passed whole, in one call', async () => {
    const world = setUp(() => failing())
    await deliver(batch('1', '2'), world.deps)
    expect(world.calls).toEqual([['1', '2']])
    expect(world.passed).toEqual(['1', '2'])
  })

  test('is retried from the first reported failure only', async () => {
    const world = setUp((call) => (call[0] === '1' ? failing('3', '2') : failing()))
    await deliver(batch('1', '2', '3'), world.deps)
    expect(world.calls).toEqual([
      ['1', '2', '3'],
      ['2', '3'],
    ])
    expect(world.passed).toEqual(['1', '2', '3'])
  })

  test.each([
    ['an empty identifier', failing('')],
    ['an identifier of another batch', failing('99')],
    ['failures that are no list', { batchItemFailures: 'all' }],
  ])('with %s failed whole', async (_what, answer) => {
    const world = setUp((_call, calls) => (calls.length === 1 ? answer : failing()))
    await deliver(batch('1', '2'), world.deps)
    expect(world.calls).toEqual([
      ['1', '2'],
      ['1', '2'],
    ])
  })

  test('that keeps failing is given up after its retries, and the next can come', async () => {
    const world = setUp(() => {
      throw new Error('down')
    })
    expect(await deliver(batch('1', '2'), world.deps)).toBe(true)
    expect(world.calls).toHaveLength(3)
    expect(world.given).toEqual([{ records: ['1', '2'], reason: 'RetryAttemptsExhausted', attempts: 3 }])
    expect(world.passed).toEqual(['1', '2'])
  })

  test('is halved until the poisoned record is alone, and only that one is given up', async () => {
    const world = setUp(
      (call) => {
        if (call.includes('3')) throw new Error('poison')
        return failing()
      },
      { bisectOnError: true, retryAttempts: 1 },
    )
    await deliver(batch('1', '2', '3', '4', '5'), world.deps)
    expect(world.given.map(({ records }) => records)).toEqual([['3']])
    expect(world.passed).toEqual(['1', '2', '3', '4', '5'])
  })

  test('whose records are too old is given up for its age', async () => {
    const world = setUp(() => failing('1'), { maxAgeSeconds: 60, retryAttempts: -1 }, 100_000)
    await deliver([record('1', 10)], world.deps)
    expect(world.given).toEqual([{ records: ['1'], reason: 'MaximumRecordAgeExceeded', attempts: 1 }])
  })

  test('that is interrupted passes nothing more', async () => {
    const world = setUp(() => failing('1'))
    expect(await deliver(batch('1'), { ...world.deps, pause: async () => false })).toBe(false)
    expect(world.passed).toEqual([])
  })

  test('never overtakes: what is passed is always in order', async () => {
    const world = setUp((call, calls) => (calls.length % 2 ? failing(call.at(-1) ?? '') : failing()), {
      bisectOnError: true,
    })
    await deliver(batch('1', '2', '3', '4', '5', '6', '7'), world.deps)
    expect(world.passed).toEqual(['1', '2', '3', '4', '5', '6', '7'])
  })
})
