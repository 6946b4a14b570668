import { generateKeyPair, type JWTPayload, UnsecuredJWT } from 'jose'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import type { ProjectKey } from '../../../core/keys/project-key.ts'
import type { CreatedProject } from '../../../core/projects/project.ts'
import type { HttpFunction } from '../../../functions/runtime/http/http.ts'
import { type Call, call, httpEvent, replyTo } from '../invocations.ts'
import { type MadeProject, makeOrganisation, makeProject } from '../make-project.ts'
import { accessToken, POOL } from '../member-pool.ts'
import { movableClock } from '../movable-clock.ts'
import { type Stage, startStage } from '../stage.ts'

const clock = movableClock()
let stage: Stage
let accounts: HttpFunction
let listSessions: HttpFunction
let shop: MadeProject

beforeAll(async () => {
  stage = await startStage()
  accounts = (await import('../../../functions/http/accounts.ts')).handler
  listSessions = (await import('../../../functions/http/list-sessions.ts')).handler
  shop = await makeProject('ada')
})

afterEach(() => clock.reset())

afterAll(() => stage.stop())

describe('a token', () => {
  const withToken = (authorization: string) => call(accounts, { to: 'showMe', headers: { authorization } })
  const UNAUTHORIZED = { status: 401, body: { code: 'unauthorized', success: false } }

  test('of the pool passes, whatever the case of its scheme', async () => {
    const token = await accessToken('ada')
    expect((await withToken(`Bearer ${token}`)).status).toBe(200)
    expect((await withToken(`bearer ${token}`)).status).toBe(200)
  })

  test('that is missing or malformed is refused, and says how one is sent', async () => {
    const token = await accessToken('ada')
    for (const header of ['', 'Bearer', 'Bearer x', `Basic ${token}`, `Bearer ${token} ${token}`, token]) {
      const reply = await withToken(header)
      expect(reply, header).toMatchObject(UNAUTHORIZED)
      expect(reply.headers['www-authenticate']).toBe('Bearer')
    }
  })

  test('that is not signed by the pool is refused', async () => {
    const token = await accessToken('ada')
    const [head, body, signature = ''] = token.split('.')
    const { privateKey } = await generateKeyPair('RS256')
    const claims = JSON.parse(Buffer.from(body ?? '', 'base64url').toString()) as Record<string, unknown>
    const changed = Buffer.from(JSON.stringify({ ...claims, sub: 'eve' })).toString('base64url')
    for (const forged of [
      `${head}.${body}.`,
      `${head}.${changed}.${signature}`,
      `${head}.${body}.${signature.slice(0, -4)}AAAA`,
      new UnsecuredJWT(claims).encode(),
      await accessToken('ada', {}, privateKey),
    ]) {
      expect(await withToken(`Bearer ${forged}`)).toMatchObject(UNAUTHORIZED)
    }
  })

  test('of another pool, client or kind is refused', async () => {
    const past = Math.floor(Date.now() / 1000) - 10
    const wrong: JWTPayload[] = [
      { iss: `https://cognito-idp.${POOL.region}.amazonaws.com/us-east-1_Another` },
      { client_id: 'another' },
      { token_use: 'id', aud: POOL.clientId },
      { sub: '' },
      { exp: undefined },
      { nbf: past + 3_600 },
    ]
    for (const claims of wrong) {
      const token = await accessToken('ada', claims)
      expect(await withToken(`Bearer ${token}`), JSON.stringify(claims)).toMatchObject(UNAUTHORIZED)
    }
  })

  test('that has ended says so, so that it is refreshed', async () => {
    const token = await accessToken('ada', { exp: Math.floor(Date.now() / 1000) - 10 })
    expect(await withToken(`Bearer ${token}`)).toMatchObject({
      status: 401,
      body: { code: 'token-expired', success: false },
    })
  })

  test('is not written into the log, nor is a key', async () => {
    const written = vi.mocked(console.log)
    written.mockClear()
    const token = await accessToken('ada')
    await withToken(`Bearer ${token}`)
    await call(listSessions, { headers: { 'x-api-key': shop.secretKey } })
    const lines = written.mock.calls.join('\n')
    for (const secret of [token, shop.secretKey, 'ada@example.com']) expect(lines).not.toContain(secret)
    expect(written).toHaveBeenCalledTimes(2)
  })
})

describe('the edge', () => {
  test.each([
    ['missing', undefined],
    ['wrong', 'by me'],
    ['empty', ''],
  ])('is the only way in: its header %s', async (_what, value) => {
    for (const parts of [{ memberId: 'ada' }, {}] as Call[]) {
      const { headers = {}, ...event } = httpEvent('GET /api/v1/auth/me', parts)
      const { 'x-playhead-edge': _own, ...others } = headers
      const reply = await replyTo(accounts, {
        ...event,
        headers: { ...others, ...(value !== undefined && { 'x-playhead-edge': value }) },
      } as never)
      expect(reply).toMatchObject({ status: 403, body: { code: 'not-by-the-edge', success: false } })
    }
  })
})

describe('a secret key', () => {
  const ask = (parts: Call) => call(listSessions, parts)

  test('is taken in its header, and not in the query', async () => {
    expect((await ask({ headers: { 'x-api-key': shop.secretKey } })).status).toBe(200)
    for (const name of ['k', 'apiKey', 'x-api-key']) {
      expect((await ask({ query: { [name]: shop.secretKey } })).status).toBe(401)
    }
  })

  test('is refused in a browser, and by routes that are for members', async () => {
    const headers = { 'x-api-key': shop.secretKey }
    expect((await ask({ headers: { ...headers, origin: 'https://www.shop.example' } })).body).toMatchObject({
      code: 'secret-key-in-browser',
    })
    const { projectId } = shop
    expect((await call(accounts, { to: 'listKeys', headers, query: { projectId } })).status).toBe(401)
  })

  test('shows that it is used, for reading too', async () => {
    const { secretKey, projectId } = await makeProject('ada', 'Read')
    await ask({ headers: { 'x-api-key': secretKey } })
    const { body } = await call(accounts, { to: 'listKeys', memberId: 'ada', query: { projectId } })
    const { keys } = body as { keys: ProjectKey[] }
    expect(keys.find(({ kind }) => kind === 'secret')).toMatchObject({
      requests: 1,
      lastUsedAt: expect.any(Number),
    })
  })

  test('does not overrule the token beside it', async () => {
    const headers = { 'x-api-key': shop.secretKey }
    const { projectId } = shop
    expect((await ask({ headers, memberId: 'eve', query: { projectId } })).status).toBe(404)
  })
})

describe('pages of other origins', () => {
  const from = (origin: string) => call(accounts, { to: 'showMe', memberId: 'ada', headers: { origin } })

  test('that the stage names may read answers, without cookies; others may not', async () => {
    const own = await from('https://dashboard.example')
    expect(own.headers['access-control-allow-origin']).toBe('https://dashboard.example')
    expect(own.headers['access-control-expose-headers']).toContain('retry-after')
    const strange = await from('https://evil.example')
    expect(strange.headers).not.toHaveProperty('access-control-allow-origin')
    for (const { headers } of [own, strange]) {
      expect(headers['vary']).toBe('Origin')
      expect(headers).not.toHaveProperty('access-control-allow-credentials')
    }
  })
})

describe('limits', () => {
  test('are told with every answer', async () => {
    const { headers } = await call(accounts, { to: 'showMe', memberId: 'ada' })
    expect(headers['ratelimit-policy']).toMatch(/^"ip";q=\d+;w=60, "api";q=\d+;w=60$/)
    expect(headers['ratelimit']).toMatch(/^"ip";r=\d+;t=\d+, "api";r=\d+;t=\d+$/)
  })
})

describe('an Idempotency-Key', () => {
  const create = (key: string, name = 'Once', memberId = 'ida') =>
    call(accounts, {
      to: 'createProject',
      memberId,
      headers: { 'idempotency-key': key },
      body: { name, origins: [] },
    })

  beforeAll(async () => {
    await makeOrganisation('ida')
    await makeOrganisation('jan')
  })

  test('answers a second try what the first one did, and does nothing', async () => {
    const first = await create('a')
    const second = await create('a')
    expect(first.status).toBe(201)
    expect(second).toMatchObject({ status: 201, body: first.body as object })
    expect(first.headers).not.toHaveProperty('idempotent-replayed')
    expect(second.headers['idempotent-replayed']).toBe('true')
    const { projects } = (await call(accounts, { to: 'listProjects', memberId: 'ida' })).body as {
      projects: { name: string }[]
    }
    expect(projects.filter(({ name }) => name === 'Once')).toHaveLength(1)
  })

  test('belongs to its member and its route', async () => {
    const mine = (await create('b')).body as CreatedProject
    const theirs = (await create('b', 'Once', 'jan')).body as CreatedProject
    expect(theirs.project.projectId).not.toBe(mine.project.projectId)
    const elsewhere = await call(accounts, {
      to: 'createOrganisation',
      memberId: 'jan',
      headers: { 'idempotency-key': 'b' },
      body: { name: 'Other' },
    })
    expect(elsewhere.headers).not.toHaveProperty('idempotent-replayed')
  })

  test('does not stand for another request', async () => {
    await create('c')
    expect(await create('c', 'Another')).toMatchObject({
      status: 422,
      body: { code: 'idempotency-key-reused' },
    })
  })

  test('of a request that is still at work says so', async () => {
    const replies = await Promise.all([create('d'), create('d')])
    const statuses = replies.map(({ status }) => status).toSorted()
    expect(statuses).toEqual([201, 409])
    const busy = replies.find(({ status }) => status === 409)
    expect(busy).toMatchObject({ body: { code: 'request-in-progress' }, headers: { 'retry-after': '2' } })
  })

  test('is free again after a refusal', async () => {
    const nobody = await create('e', 'Once', 'kim')
    expect(nobody).toMatchObject({ status: 409, body: { code: 'no-organisation' } })
    await makeOrganisation('kim')
    expect((await create('e', 'Once', 'kim')).status).toBe(201)
  })

  test('must be one', async () => {
    for (const key of ['', 'two words', 'x'.repeat(256)]) {
      expect((await create(key)).body).toMatchObject({ errors: [{ field: 'Idempotency-Key' }] })
    }
  })

  test('is kept for a day, and its answer is sealed', async () => {
    const { secretKey } = (await create('f')).body as CreatedProject
    const { dynamodb } = await import('../../../functions/runtime/clients/dynamodb.ts')
    const { ScanCommand } = await import('@aws-sdk/lib-dynamodb')
    const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName: 'requests' }))
    expect(Items.some(({ sk }) => sk === 'idempotency')).toBe(true)
    expect(JSON.stringify(Items)).not.toContain(secretKey)
    clock.advance(25 * 60 * 60_000)
    expect((await create('f')).headers).not.toHaveProperty('idempotent-replayed')
  })
})
