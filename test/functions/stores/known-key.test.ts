import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { parseApiKey } from '../../../core/keys/api-key.ts'
import { PROJECT_DEFAULTS } from '../../../core/projects/project.ts'
import { NOON } from '../../unit/core/make-batch.ts'
import { type Stage, startStage } from '../stage.ts'

let stage: Stage
let dynamodb: DynamoDBDocumentClient

beforeAll(async () => {
  stage = await startStage()
  dynamodb = (await import('../../../functions/runtime/clients/dynamodb.ts')).dynamodb
})

afterAll(() => stage.stop())

const key = parseApiKey('pk_live_0000000000000000000000000000000hLQIq')

const storesAt = async (now: () => number, secret = 'a secret') => {
  if (!key) throw new Error('no key')
  const { apiKeys } = await import('../../../functions/stores/api-keys.ts')
  const { projects } = await import('../../../functions/stores/projects.ts')
  return {
    key,
    keys: apiKeys({ client: dynamodb, table: 'configuration', secret: async () => secret, now }),
    projects: projects(dynamodb, 'configuration'),
  }
}

const made = (projectId: string) => ({
  keyId: 'key_0000000000000000',
  projectId,
  name: 'Website',
  createdAt: NOON,
  createdBy: 'ada',
  validUntil: null,
})

const project = (projectId: string) => ({
  ...PROJECT_DEFAULTS,
  projectId,
  organisationId: 'org_0000000000000000',
  name: 'Shop',
  createdAt: NOON,
})

test('a look-up costs two reads, and is remembered for half a minute, whether it found a key or not', async () => {
  let now = NOON
  const { key, keys, projects } = await storesAt(() => now)
  const send = vi.spyOn(dynamodb, 'send')
  await expect(keys.known(key)).rejects.toMatchObject({ code: 'invalid-key', status: 401 })
  await keys.create(key, made('prj_cachedcached'))
  await projects.create(project('prj_cachedcached'))
  send.mockClear()
  await expect(keys.known(key)).rejects.toMatchObject({ code: 'invalid-key' })
  expect(send).not.toHaveBeenCalled()
  now += 30_000
  const known = { keyId: 'key_0000000000000000', kind: 'publishable', project: project('prj_cachedcached') }
  expect(await keys.known(key)).toEqual(known)
  expect(await keys.known(key)).toEqual(known)
  expect(send).toHaveBeenCalledTimes(2)
  send.mockRestore()
})

test('a change of the project reaches the ingest within half a minute', async () => {
  let now = NOON
  const { key, keys, projects } = await storesAt(() => now)
  await keys.known(key)
  await projects.update('prj_cachedcached', { ingest: false })
  now += 30_000
  expect((await keys.known(key)).project.ingest).toBe(false)
})

test('a key is found only under the secret that it was kept with, and never lies there in clear', async () => {
  const one = await storesAt(() => NOON, 'one')
  const secretKey = { ...one.key, kind: 'secret' } as const
  const send = vi.spyOn(dynamodb, 'send')
  await one.keys.create(secretKey, made('prj_secretsecret'))
  for (const [command] of send.mock.calls) expect(JSON.stringify(command.input)).not.toContain(one.key.text)
  send.mockRestore()
  await one.projects.create(project('prj_secretsecret'))
  const two = await storesAt(() => NOON, 'two')
  await expect(two.keys.known(one.key)).rejects.toMatchObject({ code: 'invalid-key' })
  expect((await one.keys.known(one.key)).project.projectId).toBe('prj_secretsecret')
})
