import { afterAll, beforeAll, expect, test } from 'vitest'
import { NOON } from '../../unit/core/make-batch.ts'
import { startLake, type TestLake } from '../lake.ts'

const HOUR_MS = 60 * 60_000
const MIDNIGHT = NOON + 12 * HOUR_MS

let lake: TestLake

beforeAll(async () => {
  lake = await startLake(NOON)
})
afterAll(() => lake.stop())

const waiting = async (before: number) => {
  const found = []
  for await (const { projectId, day } of lake.markers.waiting(before)) found.push(`${day} ${projectId}`)
  return found
}

const counting = () => {
  let puts = 0
  const { markers } = lake.container((_command, send) => {
    puts++
    return send()
  })
  return { markers, puts: () => puts }
}

test('a container marks a day once while it lasts, and at every write afterwards', async () => {
  const { markers, puts } = counting()
  const today = { projectId: 'prj_marked', day: '2026-11-20' }
  for (const name of ['a', 'b', 'c']) await markers.mark(today, name)
  expect(puts()).toBe(1)
  const yesterday = { projectId: 'prj_marked', day: '2026-11-19' }
  for (const name of ['a', 'b', 'c']) await markers.mark(yesterday, name)
  expect(puts()).toBe(4)
  lake.pass(12 * HOUR_MS)
  await markers.mark(today, 'd')
  expect(puts()).toBe(5)
})

test('days that are over wait, the oldest first, and no others', async () => {
  await lake.markers.mark({ projectId: 'prj_other', day: '2026-11-21' }, 'a')
  await lake.markers.mark({ projectId: 'prj_other', day: '2026-11-18' }, 'a')
  expect(await waiting(MIDNIGHT - 1)).toEqual(['2026-11-18 prj_other', '2026-11-19 prj_marked'])
  expect(await waiting(MIDNIGHT)).toEqual([
    '2026-11-18 prj_other',
    '2026-11-19 prj_marked',
    '2026-11-20 prj_marked',
  ])
})

test('a day that was marked again while it was compacted stays marked', async () => {
  const markers = []
  for await (const marker of lake.markers.waiting(MIDNIGHT)) markers.push(marker)
  const [first, second] = markers
  if (!first || !second) throw new Error('nothing is marked')
  lake.pass(1)
  await lake.container().markers.mark(first, 'a')
  expect(await lake.markers.clear(first)).toBe(false)
  expect(await lake.markers.clear(second)).toBe(true)
  expect(await waiting(MIDNIGHT)).toEqual(['2026-11-18 prj_other', '2026-11-20 prj_marked'])
})
