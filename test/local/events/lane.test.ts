import { expect, test } from 'vitest'
import type { StreamRecord } from '../../../local/events/batch-delivery.ts'
import { createLane } from '../../../local/events/lane.ts'
import type { Slot } from '../../../local/lambda/invoke.ts'

const record = (sequenceNumber: string): StreamRecord => ({
  sequenceNumber,
  partitionKey: 'k',
  data: Buffer.alloc(0),
  arrivedAt: 0,
})

/** A lane of a function whose containers become free when the test says so. */
const setUp = (batchSize = 3) => {
  const waiting: PromiseWithResolvers<Slot>[] = []
  const delivered: string[][] = []
  let released = 0
  const lane = createLane({
    batchSize,
    windowMs: 0,
    reserve: () => {
      const asked = Promise.withResolvers<Slot>()
      waiting.push(asked)
      return asked.promise
    },
    deliver: async (records) => {
      delivered.push(records.map(({ sequenceNumber }) => sequenceNumber))
      return true
    },
  })
  const slot: Slot = {
    invoke: async () => null,
    release: () => {
      released += 1
    },
  }
  const settled = () => new Promise((resolve) => setImmediate(resolve))
  return {
    lane,
    delivered,
    released: () => released,
    free: async () => {
      waiting.shift()?.resolve(slot)
      await settled()
    },
    refuse: async () => {
      waiting.shift()?.reject(new Error('stopped'))
      await settled()
    },
  }
}

test('what comes while all containers are busy goes with the batch that waits for one', async () => {
  const { lane, delivered, free } = setUp()
  lane.push(record('1'))
  lane.push(record('2'))
  expect(delivered).toEqual([])
  await free()
  expect(delivered).toEqual([['1', '2']])
})

test('a batch never exceeds its size; the rest follows in order', async () => {
  const { lane, delivered, free } = setUp(2)
  for (const number of ['1', '2', '3']) lane.push(record(number))
  await free()
  await free()
  expect(delivered).toEqual([['1', '2'], ['3']])
})

test('a lane that is stopped while it waits delivers nothing and gives the container back', async () => {
  const { lane, delivered, released, free } = setUp()
  lane.push(record('1'))
  const stopped = lane.stop()
  await free()
  await stopped
  expect(delivered).toEqual([])
  expect(released()).toBe(1)
})

test('a lane whose function is being stopped ends', async () => {
  const { lane, delivered, refuse } = setUp()
  lane.push(record('1'))
  await refuse()
  await lane.stop()
  expect(delivered).toEqual([])
})
