import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { ProjectKey } from '../../../core/keys/project-key.ts'
import { KEY_CACHE_MS, KEY_MAX_PREVIOUS, PROJECT_MAX_KEYS, REVOKED_KEY_DAYS } from '../../../core/limits.ts'
import type { HttpFunction } from '../../../functions/runtime/http/http.ts'
import { makeBatch } from '../../unit/core/make-batch.ts'
import { accountsClient } from '../accounts-client.ts'
import { crashAt } from '../crash-at.ts'
import { call } from '../invocations.ts'
import { type MadeProject, makeProject } from '../make-project.ts'
import { movableClock } from '../movable-clock.ts'
import { type Stage, startStage } from '../stage.ts'

const clock = movableClock()
let stage: Stage
let dynamodb: DynamoDBDocumentClient
let accounts: Awaited<ReturnType<typeof accountsClient>>
let track: HttpFunction
let shop: MadeProject

beforeAll(async () => {
  stage = await startStage()
  dynamodb = (await import('../../../functions/runtime/clients/dynamodb.ts')).dynamodb
  accounts = await accountsClient()
  track = (await import('../../../functions/http/track.ts')).handler
  shop = await makeProject('ada')
})

afterEach(() => clock.reset())

afterAll(() => stage.stop())

const HOUR_MS = 60 * 60_000
const DAY_MS = 24 * HOUR_MS

type Created = { key: ProjectKey; secret: string }

const inShop = () => ({ query: { projectId: shop.projectId } })

const create = async (body: object = {}, projectId = shop.projectId): Promise<Created> => {
  const reply = await accounts.ask('ada', 'createKey', {
    query: { projectId },
    body: { name: 'Key', ...body },
  })
  expect(reply.status).toBe(201)
  return reply.body as Created
}

const ask = (to: string, keyId: string, body?: object) =>
  accounts.ask('ada', to, { ...inShop(), params: { keyId }, ...(body && { body }) })

const regenerate = async (keyId: string, graceHours?: number) =>
  (await ask('regenerateKey', keyId, graceHours === undefined ? {} : { graceHours })).body as Created

const get = async (keyId: string) => ((await ask('getKey', keyId)).body as { key: ProjectKey }).key

/** Sends a batch with the key, as a server does; `forgotten` waits until no container remembers what it was. */
const use = async (text: string, forgotten = true) => {
  if (forgotten) clock.advance(KEY_CACHE_MS)
  const { status, body } = await call(track, {
    to: 'track',
    headers: { 'x-api-key': text },
    body: makeBatch(),
  })
  return status === 202 ? 'works' : (body as { code: string }).code
}

test('a key is answered whole once, and from then on by how it begins', async () => {
  const { key, secret } = await create({ name: ' Server 2 ', environment: 'test' })
  expect(secret).toMatch(/^sk_test_[0-9A-Za-z]{36}$/)
  expect(key).toMatchObject({
    kind: 'secret',
    name: 'Server 2',
    prefix: secret.slice(0, 12),
    text: null,
    status: 'active',
    expiresAt: null,
    previous: [],
    lastUsedAt: null,
    requests: 0,
  })
  expect(await get(key.keyId)).toEqual(key)
  const listed = (await accounts.ask('ada', 'listKeys', inShop())).body
  expect(JSON.stringify(listed)).not.toContain(secret)
  const page = await create({ kind: 'publishable' })
  expect(page.key.text).toBe(page.secret)
  expect([await use(secret), await use(page.secret)]).toEqual(['works', 'works'])
})

test('the newest publishable key that works is the one of the project', async () => {
  const { projectId } = await makeProject('ada', 'Keys')
  const shown = async () => {
    const { body } = await accounts.ask('ada', 'getProject', { params: { projectId } })
    return (body as { project: { publishableKey: string | null } }).project.publishableKey
  }
  const first = await shown()
  clock.advance(1)
  const { key, secret } = await create({ kind: 'publishable' }, projectId)
  expect(await shown()).toBe(secret)
  const revoke = (keyId: string) =>
    accounts.ask('ada', 'revokeKey', { query: { projectId }, params: { keyId } })
  await revoke(key.keyId)
  expect(await shown()).toBe(first)
  const { keys } = (await accounts.ask('ada', 'listKeys', { query: { projectId } })).body as {
    keys: ProjectKey[]
  }
  for (const { keyId } of keys) await revoke(keyId)
  expect(await shown()).toBeNull()
})

test('a regenerated key works with both texts for its grace, then with the new one alone', async () => {
  const { key, secret: first } = await create()
  const { key: after, secret: second } = await regenerate(key.keyId)
  expect(after).toMatchObject({ keyId: key.keyId, prefix: second.slice(0, 12) })
  expect(after.previous).toEqual([{ prefix: first.slice(0, 12), validUntil: expect.any(Number) }])
  expect([await use(first), await use(second)]).toEqual(['works', 'works'])
  const { secret: third } = await regenerate(key.keyId, 48)
  expect(await Promise.all([first, second, third].map((text) => use(text)))).toEqual(Array(3).fill('works'))
  clock.advance(24 * HOUR_MS)
  expect([await use(first), await use(second), await use(third)]).toEqual(['key-expired', 'works', 'works'])
  clock.advance(24 * HOUR_MS)
  expect([await use(second), await use(third)]).toEqual(['key-expired', 'works'])
  expect((await get(key.keyId)).previous).toEqual([])
})

test('a grace that ends is noticed at once, whatever is remembered', async () => {
  const { key, secret } = await create()
  await regenerate(key.keyId, 1)
  expect(await use(secret)).toBe('works')
  clock.advance(HOUR_MS)
  expect(await use(secret, false)).toBe('key-expired')
})

test('without a grace the old text ends at once', async () => {
  const { key, secret } = await create()
  const { key: after } = await regenerate(key.keyId, 0)
  expect(after.previous).toEqual([])
  expect(await use(secret)).toBe('key-expired')
})

test('a grace may be a part of an hour, however fine', async () => {
  const { key } = await create()
  for (const graceHours of [0.25, 1 / 3, 0.123456789]) await regenerate(key.keyId, graceHours)
  expect((await get(key.keyId)).previous).toHaveLength(3)
  expect((await ask('revokeKey', key.keyId)).status).toBe(204)
})

test('earlier texts are kept up to ten, and no longer than they work', async () => {
  const { key } = await create()
  for (let n = 0; n < KEY_MAX_PREVIOUS; n++) await regenerate(key.keyId, 1)
  expect(await ask('regenerateKey', key.keyId, { graceHours: 1 })).toMatchObject({
    status: 409,
    body: { code: 'too-many-previous-keys' },
  })
  clock.advance(HOUR_MS)
  const { key: after } = await regenerate(key.keyId, 1)
  expect(after.previous).toHaveLength(1)
  expect((await ask('regenerateKey', key.keyId, { graceHours: 169 })).body).toMatchObject({
    errors: [{ field: 'graceHours' }],
  })
})

test('of many who regenerate a key at once each gets a text that works', async () => {
  const { key, secret } = await create()
  const made = await Promise.all(Array.from({ length: 5 }, () => regenerate(key.keyId, 1)))
  for (const text of [secret, ...made.map((one) => one.secret)]) expect(await use(text)).toBe('works')
  expect((await get(key.keyId)).previous).toHaveLength(5)
})

test('a key ends when it should, and says when it did', async () => {
  const { key, secret } = await create({ expiresInDays: 2 })
  expect(key.expiresAt).toBe(key.createdAt + 2 * DAY_MS)
  expect(await use(secret)).toBe('works')
  clock.advance(2 * DAY_MS)
  const { body } = await call(track, { to: 'track', headers: { 'x-api-key': secret }, body: makeBatch() })
  expect(body).toMatchObject({
    code: 'key-expired',
    detail: `This key ended at ${new Date(key.expiresAt ?? 0).toISOString()}.`,
  })
  expect((await get(key.keyId)).status).toBe('expired')
  expect(await ask('regenerateKey', key.keyId, {})).toMatchObject({
    status: 409,
    body: { code: 'key-expired' },
  })
})

test('a revoked key ends everywhere within half a minute, with all its texts, for good', async () => {
  const { key, secret } = await create()
  const { secret: second } = await regenerate(key.keyId)
  expect([await use(secret), await use(second, false)]).toEqual(['works', 'works'])
  expect((await ask('revokeKey', key.keyId)).status).toBe(204)
  expect([await use(secret), await use(second, false)]).toEqual(['invalid-key', 'invalid-key'])
  const { status, revokedAt } = await get(key.keyId)
  expect(status).toBe('revoked')
  clock.advance(1_000)
  expect((await ask('revokeKey', key.keyId)).status).toBe(204)
  expect((await get(key.keyId)).revokedAt).toBe(revokedAt)
  expect(await ask('regenerateKey', key.keyId, {})).toMatchObject({
    status: 409,
    body: { code: 'key-revoked' },
  })
  clock.advance(REVOKED_KEY_DAYS * DAY_MS)
  expect((await ask('getKey', key.keyId)).status).toBe(404)
})

test('the keys of a deleted project work no more, and those of another project are not found in this one', async () => {
  const other = await makeProject('bob')
  expect(await use(other.secretKey)).toBe('works')
  const bobs = (await accounts.ask('bob', 'listKeys')).body as { keys: ProjectKey[] }
  for (const { keyId } of bobs.keys) {
    for (const to of ['getKey', 'revokeKey', 'regenerateKey']) {
      expect(await ask(to, keyId, to === 'regenerateKey' ? {} : undefined), to).toMatchObject({
        status: 404,
        body: { code: 'key-not-found' },
      })
    }
  }
  expect(await use(other.secretKey)).toBe('works')
  await accounts.ask('bob', 'deleteProject', { params: { projectId: other.projectId } })
  expect([await use(other.secretKey), await use(other.publishableKey)]).toEqual([
    'invalid-key',
    'invalid-key',
  ])
})

test('a project has fifty keys at most, revoked ones left out', async () => {
  const { projectId } = await makeProject('ada', 'Many')
  let last: Created | undefined
  for (let n = 2; n < PROJECT_MAX_KEYS; n++) last = await create({ name: `K${n}` }, projectId)
  const full = await accounts.ask('ada', 'createKey', { query: { projectId }, body: { name: 'One more' } })
  expect(full).toMatchObject({ status: 409, body: { code: 'too-many-keys' } })
  const params = { keyId: last?.key.keyId ?? '' }
  await accounts.ask('ada', 'revokeKey', { query: { projectId }, params })
  await create({}, projectId)
})

test('the old paths name the project appId, in the query and in the body', async () => {
  const { handler } = accounts
  const appId = shop.projectId
  const made = await call(handler, {
    to: 'createKey',
    route: 'POST /api/keys',
    memberId: 'ada',
    body: { appId, name: 'Old', kind: 'publishable' },
  })
  expect(made.status).toBe(201)
  const { keyId } = (made.body as Created).key
  const old = (to: string, route: string, parts: object = {}) =>
    call(handler, { to, route, memberId: 'ada', query: { appId }, params: { keyId }, ...parts })
  expect(JSON.stringify((await old('listKeys', 'GET /api/keys')).body)).toContain(keyId)
  expect((await old('getKey', 'GET /api/keys/{keyId}')).status).toBe(200)
  const again = await old('regenerateKey', 'POST /api/keys/{keyId}/regenerate', { body: {} })
  expect(again.status).toBe(201)
  expect((await old('revokeKey', 'DELETE /api/keys/{keyId}')).status).toBe(204)
  expect(await old('listKeys', 'GET /api/keys', { query: { appId: 'prj_0000000000000000' } })).toMatchObject({
    status: 404,
  })
})

test('a crash at any write of a key leaves one that works or none', async () => {
  for (let nth = 1, crashed = true; crashed; nth++) {
    const made = await crashAt(dynamodb, nth, () =>
      accounts.ask('ada', 'createKey', { ...inShop(), body: { name: `C${nth}` } }),
    )
    if (made.crashed) expect(made.result.status).toBe(500)
    else expect(await use((made.result.body as Created).secret)).toBe('works')
    const { keys } = (await accounts.ask('ada', 'listKeys', inShop())).body as { keys: ProjectKey[] }
    expect(keys.some(({ name }) => name === `C${nth}`)).toBe(!made.crashed)

    const { key, secret } = await create()
    const changed = await crashAt(dynamodb, nth, () => ask('regenerateKey', key.keyId, { graceHours: 1 }))
    const second = changed.crashed
      ? (await regenerate(key.keyId, 1)).secret
      : (changed.result.body as Created).secret
    expect([await use(secret), await use(second)]).toEqual(['works', 'works'])

    const revoked = await crashAt(dynamodb, nth, () => ask('revokeKey', key.keyId))
    if (revoked.crashed) expect((await ask('revokeKey', key.keyId)).status).toBe(204)
    expect([await use(secret), await use(second)]).toEqual(['invalid-key', 'invalid-key'])
    crashed = made.crashed || changed.crashed || revoked.crashed
  }
})
