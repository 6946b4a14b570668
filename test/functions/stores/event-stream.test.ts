import type { KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis'
import { expect, test } from 'vitest'
import { eventStream } from '../../../functions/stores/event-stream.ts'
import { makeStamped } from '../../unit/core/make-batch.ts'

type Entry = { SequenceNumber?: string; ErrorCode?: string }

/** A client whose answers are given in advance: entries, or an error that is thrown. */
const scripted = (answers: (Entry[] | Error)[]) => {
  const calls: number[] = []
  const waits: number[] = []
  const client = {
    send: async ({ input }: PutRecordsCommand) => {
      calls.push(input.Records?.length ?? 0)
      const answer = answers.shift() ?? [{ SequenceNumber: '1' }]
      if (answer instanceof Error) throw answer
      return { Records: answer }
    },
  } as unknown as KinesisClient
  const sleep = async (ms: number) => waits.push(ms)
  return { calls, waits, stream: eventStream(client, 'events', { sleep, random: () => 0.5 }) }
}

const throttled = { ErrorCode: 'ProvisionedThroughputExceededException' }
const throttling = Object.assign(new Error('slow down'), { name: 'ProvisionedThroughputExceededException' })

test('only what was not taken is sent again, after a pause that grows', async () => {
  const taken = { SequenceNumber: '1' }
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

test('another fault is not tried again here', async () => {
  const { calls, stream } = scripted([new Error('no such stream')])
  await expect(stream.put([makeStamped()])).rejects.toThrow('no such stream')
  expect(calls).toHaveLength(1)
})

test('a batch above the limit of a record is a 413', async () => {
  const replay = { format: 'rrweb-2', events: ['x'.repeat(1_048_576)] }
  const { calls, stream } = scripted([])
  await expect(stream.put([makeStamped({ replay })])).rejects.toMatchObject({ status: 413 })
  expect(calls).toEqual([])
})
