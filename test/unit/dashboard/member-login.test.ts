import { expect, test } from 'vitest'
import { createApiClient } from '../../../dashboard/src/api/api-client.ts'
import { createMemberLogin } from '../../../dashboard/src/api/member-login.ts'
import { type KeyValues, refreshTokenStorage } from '../../../dashboard/src/api/refresh-token-storage.ts'

const keyValues = (): KeyValues & { size: () => number } => {
  const values = new Map<string, string>()
  return {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
    size: () => values.size,
  }
}

type Call = {
  path: string
  token: string | undefined
  body: unknown
  headers: Headers
  answer: (status: number, body?: unknown, headers?: Record<string, string>) => void
}

/** A backend whose every answer the test gives by hand. */
type InTurn = <T>(work: () => Promise<T>) => Promise<T>

const stage = (options: { signedIn?: boolean; inTurn?: InTurn } = {}) => {
  const kept = keyValues()
  const untilClosed = keyValues()
  const storage = refreshTokenStorage(kept, untilClosed)
  if (options.signedIn) storage.write('refresh-1', true)
  const calls: Call[] = []
  const clock = { now: 1_000_000 }
  const fetcher = ((path: string, init?: RequestInit) =>
    new Promise<Response>((resolve) => {
      calls.push({
        path,
        token: new Headers(init?.headers).get('authorization') ?? undefined,
        headers: new Headers(init?.headers),
        body: typeof init?.body === 'string' ? JSON.parse(init.body) : undefined,
        answer: (status, body, headers) =>
          resolve(
            body === undefined
              ? new Response(null, { status, headers: headers ?? {} })
              : Response.json(body, { status, headers: headers ?? {} }),
          ),
      })
    })) as typeof fetch
  const login = createMemberLogin({
    fetch: fetcher,
    storage,
    now: () => clock.now,
    inTurn: options.inTurn ?? ((work) => work()),
  })
  const waits: number[] = []
  const wait = async (ms: number) => void waits.push(ms)
  const api = createApiClient({ fetch: fetcher, login, wait })
  return { kept, untilClosed, storage, calls, clock, login, api, waits }
}

const settle = () => new Promise((resolve) => setImmediate(resolve))
const fresh = (name: string) => ({
  accessToken: name,
  idToken: 'x',
  refreshToken: `refresh-with-${name}`,
  expiresIn: 3_600,
})
const nth = (calls: Call[], n: number): Call => {
  const call = calls[n]
  if (!call) throw new Error(`only ${calls.length} requests were made`)
  return call
}

test('many who need a token at once cause one refresh', async () => {
  const { login, calls } = stage({ signedIn: true })
  const waiting = [login.accessToken(), login.accessToken(), login.accessToken()]
  await settle()
  expect(calls.map(({ path }) => path)).toEqual(['/api/v1/auth/refresh'])
  nth(calls, 0).answer(200, fresh('access-1'))
  expect(await Promise.all(waiting)).toEqual(['access-1', 'access-1', 'access-1'])
  expect(await login.accessToken()).toBe('access-1')
  expect(calls).toHaveLength(1)
})

test('a token is renewed a minute before it ends', async () => {
  const { login, calls, clock } = stage({ signedIn: true })
  const first = login.accessToken()
  nth(calls, 0).answer(200, fresh('access-1'))
  await first
  clock.now += 3_539_000
  expect(await login.accessToken()).toBe('access-1')
  clock.now += 1_000
  const second = login.accessToken()
  nth(calls, 1).answer(200, fresh('access-2'))
  expect(await second).toBe('access-2')
})

test('a refused token is renewed and the request sent once more', async () => {
  const { api, calls } = stage({ signedIn: true })
  const answer = api.get('/api/v1/projects')
  nth(calls, 0).answer(200, fresh('access-1'))
  await settle()
  nth(calls, 1).answer(401, { message: 'Unauthorized' })
  await settle()
  nth(calls, 2).answer(200, fresh('access-2'))
  await settle()
  expect(nth(calls, 3).token).toBe('Bearer access-2')
  nth(calls, 3).answer(200, { projects: [] })
  expect(await answer).toEqual({ projects: [] })
})

test('two requests refused with the same token share one refresh, even when one is refused later', async () => {
  const { api, calls } = stage({ signedIn: true })
  const answers = [api.get('/a'), api.get('/b')]
  nth(calls, 0).answer(200, fresh('access-1'))
  await settle()
  nth(calls, 1).answer(401, {})
  await settle()
  nth(calls, 3).answer(200, fresh('access-2'))
  await settle()
  nth(calls, 2).answer(401, {})
  await settle()
  expect(calls.filter(({ path }) => path.endsWith('/refresh'))).toHaveLength(2)
  for (const call of calls.slice(4)) call.answer(200, 'ok')
  expect(await Promise.all(answers)).toEqual(['ok', 'ok'])
})

test('a second refusal signs out instead of asking for ever', async () => {
  const { api, calls, login } = stage({ signedIn: true })
  const answer = api.get('/api/v1/projects')
  nth(calls, 0).answer(200, fresh('access-1'))
  await settle()
  nth(calls, 1).answer(401, {})
  await settle()
  nth(calls, 2).answer(200, fresh('access-2'))
  await settle()
  nth(calls, 3).answer(401, {})
  await expect(answer).rejects.toMatchObject({ status: 401 })
  expect(calls).toHaveLength(4)
  expect(login.isSignedIn()).toBe(false)
})

test('a refresh token that is refused ends the login', async () => {
  const { login, calls, kept } = stage({ signedIn: true })
  let told = 0
  login.subscribe(() => {
    told += 1
  })
  const token = login.accessToken()
  nth(calls, 0).answer(401, { code: 'login_ended' })
  await expect(token).rejects.toMatchObject({ status: 401, code: 'login_ended' })
  expect(login.isSignedIn()).toBe(false)
  expect(kept.size()).toBe(0)
  expect(told).toBe(1)
})

test.each([500, 503, 429])('a refresh that fails with %i leaves the login as it is', async (status) => {
  const { login, calls } = stage({ signedIn: true })
  const token = login.accessToken()
  nth(calls, 0).answer(status, {})
  await expect(token).rejects.toMatchObject({ status })
  expect(login.isSignedIn()).toBe(true)
  const again = login.accessToken()
  nth(calls, 1).answer(200, fresh('access-1'))
  expect(await again).toBe('access-1')
})

test('a refresh that ends after signing out gives nobody a token', async () => {
  const { login, calls } = stage({ signedIn: true })
  const token = login.accessToken()
  login.signOut()
  nth(calls, 0).answer(200, fresh('access-1'))
  await expect(token).rejects.toMatchObject({ code: 'login_ended' })
  expect(login.member()).toBeNull()
})

test('each refresh brings the refresh token of the next, kept where the first one was', async () => {
  for (const keep of [true, false]) {
    const { login, calls, clock, storage, kept, untilClosed } = stage()
    const signedIn = login.signIn({ email: 'ada@shop.example', password: 'x' }, keep)
    nth(calls, 0).answer(200, fresh('access-0'))
    await signedIn
    for (const n of [1, 2]) {
      clock.now += 3_600_000
      const token = login.accessToken()
      expect(nth(calls, n).body).toEqual({ refreshToken: `refresh-with-access-${n - 1}` })
      nth(calls, n).answer(200, fresh(`access-${n}`))
      expect(await token).toBe(`access-${n}`)
    }
    expect(storage.read()).toBe('refresh-with-access-2')
    expect([kept.size(), untilClosed.size()]).toEqual(keep ? [1, 0] : [0, 1])
  }
})

test.each([
  [200, 'two tabs that refresh at once stay signed in, each with the token that is newest'],
  [401, 'a tab that comes too late with its refresh token goes on with that of the faster one'],
])('%i: %s', async (status) => {
  const { login, calls, storage } = stage({ signedIn: true })
  const token = login.accessToken()
  storage.write('refresh-of-the-other-tab', true)
  nth(calls, 0).answer(status, fresh('access-1'))
  await settle()
  expect(nth(calls, 1).body).toEqual({ refreshToken: 'refresh-of-the-other-tab' })
  nth(calls, 1).answer(200, fresh('access-2'))
  expect(await token).toBe('access-2')
  expect(storage.read()).toBe('refresh-with-access-2')
})

test("a refresh that ends after signing in as somebody else is nobody's", async () => {
  const { login, calls, clock, storage } = stage({ signedIn: true })
  const token = login.accessToken()
  const signedIn = login.signIn({ email: 'eve@shop.example', password: 'x' }, true)
  nth(calls, 1).answer(200, fresh('access-of-eve'))
  await signedIn
  nth(calls, 0).answer(200, fresh('access-of-ada'))
  await expect(token).rejects.toMatchObject({ code: 'login_ended' })
  expect(storage.read()).toBe('refresh-with-access-of-eve')
  expect(await login.accessToken()).toBe('access-of-eve')
  clock.now += 3_600_000
  void login.accessToken()
  expect(nth(calls, 2).body).toEqual({ refreshToken: 'refresh-with-access-of-eve' })
})

test('the refresh token is kept only as long as the member wants', async () => {
  const { login, calls, kept, untilClosed } = stage()
  const first = login.signIn({ email: 'ada@shop.example', password: 'x' }, false)
  nth(calls, 0).answer(200, { ...fresh('access-1'), refreshToken: 'r-1' })
  await first
  expect([kept.size(), untilClosed.size()]).toEqual([0, 1])
  const second = login.signIn({ email: 'ada@shop.example', password: 'x' }, true)
  nth(calls, 1).answer(200, { ...fresh('access-2'), refreshToken: 'r-2' })
  await second
  expect([kept.size(), untilClosed.size()]).toEqual([1, 0])
})

test('the member is read from the id token, whatever letters the address has', async () => {
  const { login, calls } = stage({ signedIn: true })
  const claims = Buffer.from(JSON.stringify({ email: 'jürgen@shop.example' })).toString('base64url')
  const token = login.accessToken()
  nth(calls, 0).answer(200, { ...fresh('access-1'), idToken: `a.${claims}.c` })
  await token
  expect(login.member()).toEqual({ email: 'jürgen@shop.example' })
})

test('empty query values are left out of the address', async () => {
  const { api, calls } = stage({ signedIn: true })
  void api.get('/api/v1/sessions', {
    query: { projectId: 'prj_1', cursor: null, name: undefined, limit: 50 },
  })
  nth(calls, 0).answer(200, fresh('access-1'))
  await settle()
  expect(nth(calls, 1).path).toBe('/api/v1/sessions?projectId=prj_1&limit=50')
})

test('each refresh brings a new refresh token, which is kept where the one before was', async () => {
  const { login, calls, clock, kept, untilClosed, storage } = stage({ signedIn: true })
  const first = login.accessToken()
  nth(calls, 0).answer(200, fresh('access-1'))
  await first
  expect(storage.read()).toBe('refresh-with-access-1')
  expect([kept.size(), untilClosed.size()]).toEqual([1, 0])
  clock.now += 3_600_000
  void login.accessToken()
  expect(nth(calls, 1).body).toEqual({ refreshToken: 'refresh-with-access-1' })
})

test('a tab that waited while another one refreshed shows the token that this one left', async () => {
  let go = () => {}
  const turn = new Promise<void>((resolve) => {
    go = resolve
  })
  const { login, calls, storage } = stage({ signedIn: true, inTurn: (work) => turn.then(work) })
  void login.accessToken()
  storage.replace('refresh-2')
  go()
  await settle()
  expect(nth(calls, 0).body).toEqual({ refreshToken: 'refresh-2' })
})

test('logging out forgets the login at once and tells the server, whatever that answers', async () => {
  const { login, calls } = stage({ signedIn: true })
  const left = login.logOut()
  expect(login.isSignedIn()).toBe(false)
  expect(nth(calls, 0)).toMatchObject({
    path: '/api/v1/auth/logout',
    body: { refreshToken: 'refresh-1' },
  })
  nth(calls, 0).answer(503, {})
  await left
})

test('a read that a limit turned down waits as long as it is told, once', async () => {
  const { api, calls, waits } = stage({ signedIn: true })
  const answer = api.get('/a')
  nth(calls, 0).answer(200, fresh('access-1'))
  await settle()
  nth(calls, 1).answer(429, {}, { 'retry-after': '5' })
  await settle()
  expect(waits).toEqual([5_000])
  nth(calls, 2).answer(429, {}, { 'retry-after': '5' })
  await expect(answer).rejects.toMatchObject({ status: 429, retryAfter: 5, message: 'Try again in 5 s.' })
  expect(calls).toHaveLength(3)
})

test.each([
  ['GET', '6'],
  ['POST', '1'],
])('a %s that is told to wait %s s tells its caller instead', async (method, seconds) => {
  const { api, calls, waits } = stage({ signedIn: true })
  const answer = method === 'GET' ? api.get('/a') : api.post('/a')
  nth(calls, 0).answer(200, fresh('access-1'))
  await settle()
  nth(calls, 1).answer(429, {}, { 'retry-after': seconds })
  await expect(answer).rejects.toMatchObject({ status: 429, retryAfter: Number(seconds) })
  expect(waits).toEqual([])
})

test('a create carries its key, and an answer without a body is none', async () => {
  const { api, calls } = stage({ signedIn: true })
  const answer = api.post('/a', { body: {}, idempotencyKey: 'key-1' })
  nth(calls, 0).answer(200, fresh('access-1'))
  await settle()
  expect(nth(calls, 1).headers.get('idempotency-key')).toBe('key-1')
  nth(calls, 1).answer(204)
  expect(await answer).toBeUndefined()
})
