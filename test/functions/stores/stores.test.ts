import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { EVENT_RETENTION_DAYS } from '../../../core/limits.ts'
import { foldBatch } from '../../../core/sessions/fold-batch.ts'
import { makeStamped, NOON, uuid } from '../../unit/core/make-batch.ts'
import { type Stage, startStage } from '../stage.ts'

let stage: Stage
let dynamodb: DynamoDBDocumentClient

beforeAll(async () => {
  stage = await startStage()
  dynamodb = (await import('../../../functions/runtime/clients/dynamodb.ts')).dynamodb
})

afterAll(() => stage.stop())

const day = 24 * 60 * 60_000

test('a session past its time is not shown, though it is still in the table', async () => {
  const { sessions } = await import('../../../functions/stores/sessions.ts')
  let now = NOON
  const store = sessions(dynamodb, 'sessions', () => now)
  const projectId = 'prj_expiredexpired'
  const put = (session: number, at: number) =>
    store.write(
      foldBatch(
        undefined,
        makeStamped({ projectId, sessionId: uuid(session), receivedAt: at, events: [{ ts: at }] }),
      ),
      undefined,
    )
  await put(1, NOON)
  await put(2, NOON + day)
  now = NOON + EVENT_RETENTION_DAYS * day + 1_000
  expect(await store.find(projectId, uuid(1))).toBeUndefined()
  expect(await store.find(projectId, uuid(2))).toBeDefined()
  const { rows, next } = await store.newestFirst(projectId, { limit: 10 })
  expect(rows.map(({ state }) => state.sessionId)).toEqual([uuid(2)])
  expect(next).toBeUndefined()
  expect((await store.read(projectId, uuid(1))).revision).toBe(1)
})

test('a session is kept as long as its project said last', async () => {
  const { sessions } = await import('../../../functions/stores/sessions.ts')
  let now = NOON
  const store = sessions(dynamodb, 'sessions', () => now)
  const projectId = 'prj_keptaslong'
  const rules = (keepDays: number) => ({ idleMinutes: 30, keepDays, replayDays: 1 })
  await store.write(foldBatch(undefined, makeStamped({ projectId, rules: rules(2) })), undefined)
  now = NOON + 2 * day - 1_000
  expect(await store.find(projectId, uuid(902))).toBeDefined()
  now = NOON + 2 * day + 1_000
  expect(await store.find(projectId, uuid(902))).toBeUndefined()
  const { state, revision } = await store.read(projectId, uuid(902))
  const next = makeStamped({ projectId, seq: 1, receivedAt: NOON + 1, rules: rules(365) })
  await store.write(foldBatch(state, next), revision)
  now = NOON + 300 * day
  expect(await store.find(projectId, uuid(902))).toBeDefined()
})

test('of two who write a session from the same reading, one has to read again', async () => {
  const { sessions } = await import('../../../functions/stores/sessions.ts')
  const store = sessions(dynamodb, 'sessions', () => NOON)
  const state = foldBatch(undefined, makeStamped({ projectId: 'prj_racingracing' }))
  expect(await Promise.all([store.write(state, undefined), store.write(state, undefined)])).toContain(false)
  expect(await Promise.all([store.write(state, 1), store.write(state, 1)])).toContain(false)
  expect((await store.read(state.projectId, state.sessionId)).revision).toBe(2)
})

test('people are the same after any number of sightings at once', async () => {
  const { people } = await import('../../../functions/stores/people.ts')
  const store = people(dynamodb, 'people')
  const sighting = {
    projectId: 'prj_peoplepeople',
    visitorId: uuid(5),
    userId: null,
    firstAt: NOON,
    lastAt: NOON,
  }
  const sightings = Array.from({ length: 6 }, (_, n) => ({
    ...sighting,
    firstAt: NOON - n * day,
    lastAt: NOON + n * day,
  }))
  await Promise.all(sightings.map(store.sight))
  expect(await store.find(sighting.projectId, uuid(5))).toMatchObject({
    firstSeenAt: NOON - 5 * day,
    lastSeenAt: NOON + 5 * day,
  })
})
