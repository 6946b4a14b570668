import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { parseApiKey } from '../../../core/keys/api-key.ts'
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

const key = parseApiKey('pk_live_0000000000000000000000000000000hLQIq')
const day = 24 * 60 * 60_000

test('a key look-up is remembered for half a minute, whether it found one or not', async () => {
  if (!key) throw new Error('no key')
  const { apiKeys } = await import('../../../functions/stores/api-keys.ts')
  const send = vi.spyOn(dynamodb, 'send')
  let now = NOON
  const project = { projectId: 'prj_cachedcached', name: 'C', origins: [], createdAt: NOON }
  const keys = apiKeys({
    client: dynamodb,
    table: 'configuration',
    secret: async () => 'a secret',
    projects: { find: async () => project },
    now: () => now,
  })
  expect(await keys.projectOf(key)).toBeUndefined()
  await keys.add(key, project.projectId, NOON)
  send.mockClear()
  expect(await keys.projectOf(key)).toBeUndefined()
  expect(send).not.toHaveBeenCalled()
  now += 30_000
  expect(await keys.projectOf(key)).toEqual(project)
  expect(await keys.projectOf(key)).toEqual(project)
  expect(send).toHaveBeenCalledTimes(1)
  send.mockRestore()
})

test('a key is found only under the secret that it was kept with, and never lies there in clear', async () => {
  if (!key) throw new Error('no key')
  const { apiKeys } = await import('../../../functions/stores/api-keys.ts')
  const found: string[] = []
  const withSecret = (secret: string) =>
    apiKeys({
      client: dynamodb,
      table: 'configuration',
      secret: async () => secret,
      projects: { find: async (projectId) => void found.push(projectId) },
      now: () => NOON,
    })
  const send = vi.spyOn(dynamodb, 'send')
  await withSecret('one').add(key, 'prj_secretsecret', NOON)
  expect(JSON.stringify(send.mock.calls[0]?.[0].input)).not.toContain(key.text)
  send.mockRestore()
  await withSecret('two').projectOf(key)
  expect(found).toEqual([])
  await withSecret('one').projectOf(key)
  expect(found).toEqual(['prj_secretsecret'])
})

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
  const { states, next } = await store.newestFirst(projectId, { after: undefined, limit: 10 })
  expect(states.map(({ sessionId }) => sessionId)).toEqual([uuid(2)])
  expect(next).toBeUndefined()
  expect((await store.read(projectId, uuid(1))).revision).toBe(1)
})

test('of two who write a session from the same reading, one has to read again', async () => {
  const { sessions } = await import('../../../functions/stores/sessions.ts')
  const store = sessions(dynamodb, 'sessions', () => NOON)
  const state = foldBatch(undefined, makeStamped({ projectId: 'prj_racingracing' }))
  expect(await Promise.all([store.write(state, undefined), store.write(state, undefined)])).toContain(false)
  expect(await Promise.all([store.write(state, 1), store.write(state, 1)])).toContain(false)
  expect((await store.read(state.projectId, state.sessionId)).revision).toBe(2)
})

test('a member may have more projects than one request can read', async () => {
  const { projects } = await import('../../../functions/stores/projects.ts')
  const store = projects(dynamodb, 'configuration')
  const ids = Array.from({ length: 130 }, (_, n) => `prj_many${String(n).padStart(8, '0')}`)
  for (const [n, projectId] of ids.entries()) {
    await store.create({ projectId, name: `P${n}`, origins: [], createdAt: NOON + n, publishableKey: 'pk' })
    await store.addMember(projectId, 'collector', 'owner', NOON)
  }
  expect((await store.ofMember('collector')).map(({ projectId }) => projectId)).toEqual(ids)
})

test('a project that was not finished is seen by nobody, and making another works', async () => {
  const { projects } = await import('../../../functions/stores/projects.ts')
  const { createProject } = await import('../../../functions/http/create-project.ts')
  const store = projects(dynamodb, 'configuration')
  let crash = true
  const create = createProject({
    projects: store,
    keys: {
      add: async () => {
        if (crash) throw new Error('killed')
      },
    },
    random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
    now: () => NOON,
  })
  const request = { caller: { memberId: 'unlucky' }, body: { name: 'Shop', origins: [] } }
  await expect(create(request)).rejects.toThrow('killed')
  expect(await store.ofMember('unlucky')).toEqual([])
  crash = false
  await create(request)
  expect(await store.ofMember('unlucky')).toHaveLength(1)
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
