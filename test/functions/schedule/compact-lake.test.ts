import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { LAKE_DAY_MARGIN_MS, LAKE_GRACE_MS } from '../../../core/limits.ts'
import type { compactLake as CompactLake } from '../../../functions/schedule/compact-lake.ts'
import { NOON, uuid } from '../../unit/core/make-batch.ts'
import { deliveryOf, idsIn, startLake, type TestLake } from '../lake.ts'
import { type Stage, startStage } from '../stage.ts'

const DAY = '2026-11-20'
const UNTIL_OVER_MS = 12 * 60 * 60_000 + LAKE_DAY_MARGIN_MS

let stage: Stage
let compactLake: typeof CompactLake
let lake: TestLake

beforeAll(async () => {
  stage = await startStage()
  compactLake = (await import('../../../functions/schedule/compact-lake.ts')).compactLake
})
beforeEach(async () => {
  lake = await startLake(NOON)
  return () => lake.stop()
})
afterAll(() => stage.stop())

const run = (remainingMs = () => 900_000, parts: Pick<TestLake, 'compaction'> = lake) =>
  compactLake({ ...lake, compaction: async () => parts.compaction() })({ remainingMs })
const write = (projectId: string, number: number, ts = NOON) =>
  lake.events.write(...deliveryOf(projectId, [{ eventId: uuid(number), ts }], { first: number }))
const nothing = { days: 0, switched: 0, unreadable: 0, failed: 0, complete: true }

test('a day is compacted when it is over, and forgotten when its old objects are gone', async () => {
  await write('prj_one', 1)
  expect(await run()).toEqual(nothing)
  lake.pass(UNTIL_OVER_MS - 1)
  expect(await run()).toEqual(nothing)
  lake.pass(1)
  expect(await run()).toEqual({ ...nothing, days: 1, switched: 1 })
  expect(await lake.keys('events/')).toHaveLength(1)
  lake.pass(LAKE_GRACE_MS + 1_000)
  expect(await run()).toEqual({ ...nothing, days: 1 })
  expect(await lake.keys('events/')).toEqual([])
  expect(await run()).toEqual(nothing)
  expect(await idsIn(lake, 'prj_one', DAY)).toEqual([uuid(1)])
})

test('an event that comes days later brings its day back', async () => {
  await write('prj_one', 1)
  lake.pass(UNTIL_OVER_MS)
  for (let hour = 0; hour < 2; hour++) {
    await run()
    lake.pass(LAKE_GRACE_MS + 1_000)
  }
  lake.pass(3 * 24 * 60 * 60_000)
  await write('prj_one', 2)
  expect(await run()).toMatchObject({ days: 1, switched: 1 })
  lake.pass(LAKE_GRACE_MS + 1_000)
  await run()
  expect(await lake.keys('uncompacted/')).toEqual([])
  expect(await lake.keys('events-parquet/')).toHaveLength(1)
  expect(await idsIn(lake, 'prj_one', DAY)).toEqual([uuid(1), uuid(2)])
})

test('an event that arrives while its day is compacted is not forgotten', async () => {
  await write('prj_one', 1)
  lake.pass(UNTIL_OVER_MS)
  await run()
  lake.pass(LAKE_GRACE_MS + 1_000)
  const late = lake.container(async (command, send) => {
    const isMark = JSON.stringify(command).includes('"uncompacted/')
    if (isMark && command.constructor.name === 'DeleteObjectCommand') await write('prj_one', 2)
    return send()
  })
  const run2 = compactLake({ ...late, now: lake.now, compaction: async () => lake.compaction() })
  await run2({ remainingMs: () => 900_000 })
  expect(await lake.keys('uncompacted/')).toHaveLength(1)
  expect(await run()).toMatchObject({ days: 1, switched: 1 })
})

test('a run stops before its time is up, and the next goes on', async () => {
  for (let project = 0; project < 4; project++) await write(`prj_${project}`, 1)
  lake.pass(UNTIL_OVER_MS)
  let remaining = 200_000
  const first = await run(() => (remaining -= 3_000))
  expect(first).toMatchObject({ complete: false })
  expect(Number(first['switched'])).toBeGreaterThan(0)
  expect(Number(first['switched'])).toBeLessThan(4)
  const second = await run()
  expect(Number(first['switched']) + Number(second['switched'])).toBe(4)
})

test('a day that cannot be compacted keeps no other waiting, and the run fails', async () => {
  const logged = vi.spyOn(console, 'log').mockImplementation(() => {})
  await write('prj_bad', 1)
  await write('prj_good', 2)
  lake.pass(UNTIL_OVER_MS)
  const failing = lake.container((command, send) =>
    JSON.stringify(command).includes('manifests/events/project=prj_bad')
      ? Promise.reject(new Error('broken'))
      : send(),
  )
  await expect(run(undefined, failing)).rejects.toThrow('1 days of the lake failed')
  expect(logged.mock.calls.flat().join()).toContain('"reason":"broken"')
  expect(await lake.keys('events-parquet/')).toEqual([expect.stringContaining('prj_good')])
  expect(await run()).toMatchObject({ failed: 0, switched: 1 })
})

test('the function runs as it is deployed', async () => {
  const { handler } = await import('../../../functions/schedule/compact-lake.ts')
  const { context } = await import('../invocations.ts')
  const { s3 } = await import('../../../functions/runtime/clients/s3.ts')
  const { eventLake } = await import('../../../functions/stores/event-lake.ts')
  const { lakeMarkers } = await import('../../../functions/stores/lake-markers.ts')
  const { objectsIn } = await import('../stored-objects.ts')
  const markers = lakeMarkers(s3, 'test-lake', Date.now)
  const old = Date.UTC(2026, 0, 1)
  await eventLake(s3, 'test-lake', markers).write(
    ...deliveryOf('prj_deployed', [{ eventId: uuid(1), ts: old }], { first: 1 }),
  )
  await expect(handler({}, context({ getRemainingTimeInMillis: () => 900_000 }))).resolves.toBeUndefined()
  const keys = Object.keys(await objectsIn('test-lake'))
  expect(keys.filter((key) => key.includes('-parquet/project=prj_deployed/date=2026-01-01/'))).toHaveLength(1)
})
