import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { USAGE_MAX_KEYS, USAGE_RETENTION_DAYS, USAGE_WRITE_MS } from '../../../core/limits.ts'
import { NOON } from '../../unit/core/make-batch.ts'
import { type Stage, startStage } from '../stage.ts'

let stage: Stage
let dynamodb: DynamoDBDocumentClient

beforeAll(async () => {
  stage = await startStage()
  dynamodb = (await import('../../../functions/runtime/clients/dynamodb.ts')).dynamodb
})

afterAll(() => stage.stop())

const DAY_MS = 24 * 60 * 60_000
const TODAY = new Date(NOON).toISOString().slice(0, 10)

const faults: unknown[] = []

afterEach(() => {
  expect(faults.splice(0)).toEqual([])
})

const container = async (now: () => number) => {
  const { usageMeter, usageReader } = await import('../../../functions/stores/usage.ts')
  return {
    meter: usageMeter(dynamodb, 'requests', now, (error) => faults.push(error)),
    reader: usageReader(dynamodb, 'requests', now),
  }
}

test('the first use is written at once, the next ones together every twenty seconds', async () => {
  let now = NOON
  const { meter, reader } = await container(() => now)
  const send = vi.spyOn(dynamodb, 'send')
  const rows = () => reader.between('prj_meter', TODAY, TODAY)
  await meter.count('prj_meter', 'key_a', { events: 3, rejected: 1 })
  expect(await rows()).toEqual([
    {
      date: TODAY,
      keyId: 'key_a',
      requests: 1,
      events: 3,
      rejected: 1,
      limited: 0,
      lastUsedAt: NOON,
    },
  ])
  send.mockClear()
  for (let n = 0; n < 100; n++) await meter.count('prj_meter', 'key_a', { events: 1 })
  expect(send).not.toHaveBeenCalled()
  now += USAGE_WRITE_MS
  await meter.count('prj_meter', 'key_a', { limited: 1 })
  expect(send).toHaveBeenCalledTimes(1)
  send.mockRestore()
  expect(await rows()).toMatchObject([
    { requests: 101, events: 103, limited: 1, lastUsedAt: NOON + USAGE_WRITE_MS },
  ])
})

test('containers add up, and a late one does not set the last use back', async () => {
  const early = await container(() => NOON)
  const late = await container(() => NOON + 1_000)
  await late.meter.count('prj_two', 'key_a', { events: 1 })
  await early.meter.count('prj_two', 'key_a', { events: 2 })
  expect(await early.reader.between('prj_two', TODAY, TODAY)).toMatchObject([
    { requests: 2, events: 3, lastUsedAt: NOON + 1_000 },
  ])
})

test('a write that fails fails no request, and its counts come with the next', async () => {
  let now = NOON
  const { meter, reader } = await container(() => now)
  const send = vi
    .spyOn(dynamodb, 'send')
    .mockImplementation((() => Promise.reject(new Error('down'))) as never)
  await meter.count('prj_down', 'key_a', { events: 5 })
  await meter.count('prj_down', 'key_a', { events: 5 })
  expect(send).toHaveBeenCalledTimes(1)
  send.mockRestore()
  expect(faults.splice(0)).toMatchObject([{ message: 'down' }])
  now += USAGE_WRITE_MS
  await meter.count('prj_down', 'key_a', {})
  expect(await reader.between('prj_down', TODAY, TODAY)).toMatchObject([{ requests: 3, events: 10 }])
})

test('what midnight finds unwritten belongs to the day before', async () => {
  let now = Date.parse(`${TODAY}T23:59:50Z`)
  const { meter, reader } = await container(() => now)
  await meter.count('prj_night', 'key_a', {})
  await meter.count('prj_night', 'key_a', { events: 7 })
  now += 15_000
  await meter.count('prj_night', 'key_a', { events: 1 })
  const tomorrow = new Date(now).toISOString().slice(0, 10)
  expect(await reader.between('prj_night', TODAY, tomorrow)).toMatchObject([
    { date: TODAY, requests: 2, events: 7 },
    { date: tomorrow, requests: 1, events: 1 },
  ])
})

test('a container remembers a bounded number of keys, and loses no count of those that make room', async () => {
  const { meter, reader } = await container(() => NOON)
  await meter.count('prj_room', 'key_first', {})
  await meter.count('prj_room', 'key_first', { events: 2 })
  const send = vi.spyOn(dynamodb, 'send').mockImplementation((() => Promise.resolve({})) as never)
  for (let n = 0; n < USAGE_MAX_KEYS - 1; n++) await meter.count('prj_room', `key_${n}`, {})
  send.mockRestore()
  expect(await reader.between('prj_room', TODAY, TODAY)).toMatchObject([{ requests: 1, events: 0 }])
  await meter.count('prj_room', 'key_last', {})
  const rows = await reader.between('prj_room', TODAY, TODAY)
  expect(rows.find(({ keyId }) => keyId === 'key_first')).toMatchObject({ requests: 2, events: 2 })
})

test('usage past its time is not shown, though it is still in the table', async () => {
  const { meter } = await container(() => NOON)
  await meter.count('prj_old', 'key_a', {})
  const { reader } = await container(() => NOON + (USAGE_RETENTION_DAYS + 1) * DAY_MS)
  expect(await reader.between('prj_old', TODAY, TODAY)).toEqual([])
})
