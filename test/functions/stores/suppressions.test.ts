import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { SUPPRESSION_CACHE_MS, SUPPRESSION_DAYS } from '../../../core/limits.ts'
import type { SuppressionStore } from '../../../functions/stores/suppressions.ts'
import { uuid } from '../../unit/core/make-batch.ts'
import { type Stage, startStage } from '../stage.ts'

let stage: Stage
/** A container of its own, and how often it has asked the table. */
let container: () => { store: SuppressionStore; reads: () => number }
let now = Date.now()
let projects = 0
let projectId = ''

beforeAll(async () => {
  stage = await startStage()
  const { dynamodb } = await import('../../../functions/runtime/clients/dynamodb.ts')
  const { suppressions } = await import('../../../functions/stores/suppressions.ts')
  container = () => {
    let reads = 0
    const counting = {
      send: (command: object) => {
        reads += Number(command.constructor.name === 'BatchGetCommand')
        return dynamodb.send(command as never)
      },
    } as unknown as typeof dynamodb
    const key = async () => Buffer.from('a key')
    return {
      store: suppressions({ client: counting, table: 'people', key, now: () => now }),
      reads: () => reads,
    }
  }
})

beforeEach(() => {
  projectId = `prj_suppressions${++projects}`
})

afterAll(() => stage.stop())

const somebody = (n: number, ...userIds: string[]) => ({ projectId, visitorId: uuid(n), userIds })

test('a project that never erased anybody costs a container one read a minute, however many batches come', async () => {
  const { store, reads } = container()
  for (let n = 0; n < 1_000; n++) expect(await store.among([somebody(n, `user-${n}`)])).toEqual([NOBODY])
  expect(reads()).toBe(1)
  now += SUPPRESSION_CACHE_MS
  await store.among([somebody(1)])
  expect(reads()).toBe(2)
})

test('another one costs a read for each visitor and minute, or one for a whole delivery', async () => {
  await container().store.suppress(projectId, { visitorIds: [uuid(1)], userIds: ['ada'] })
  const { store, reads } = container()
  for (let batches = 0; batches < 12; batches++) await store.among([somebody(2, 'bob')])
  expect(reads()).toBe(2)
  const delivered = Array.from({ length: 30 }, (_, n) => somebody(100 + n, `user-${n}`))
  await store.among(delivered)
  expect(reads()).toBe(3)
})

test('a visitor and a user are refused in their project, within a minute in every container, and no id is stored', async () => {
  const late = container().store
  expect(await late.among([somebody(1, 'ada')])).toEqual([NOBODY])
  const { store } = container()
  await store.suppress(projectId, { visitorIds: [uuid(1)], userIds: ['ada'] })
  const asked = [somebody(1), somebody(2, 'bob', 'ada'), somebody(2, 'bob')]
  const found = [
    { visitor: true, user: false },
    { visitor: false, user: true },
    { visitor: false, user: false },
  ]
  expect(await store.among(asked)).toEqual(found)
  expect(await store.among([{ ...somebody(1, 'ada'), projectId: 'prj_another' }])).toEqual([NOBODY])
  now += SUPPRESSION_CACHE_MS
  expect(await late.among(asked)).toEqual(found)
  const { rowsOf } = await import('../../../functions/stores/read-rows.ts')
  const { dynamodb } = await import('../../../functions/runtime/clients/dynamodb.ts')
  const rows = await rowsOf(dynamodb, 'people', `suppressed#${projectId}`, '')
  expect(JSON.stringify(rows)).not.toContain('ada')
  now += SUPPRESSION_DAYS * 24 * 60 * 60_000 + SUPPRESSION_CACHE_MS
  expect(await store.among([somebody(1)])).toEqual([NOBODY])
})

const NOBODY = { visitor: false, user: false }
