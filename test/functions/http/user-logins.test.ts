import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { StampedBatch } from '../../../core/ingest/stamped-batch.ts'
import type { HttpFunction } from '../../../functions/runtime/http/http.ts'
import { type Call, call, type Reply } from '../invocations.ts'
import { movableClock } from '../movable-clock.ts'
import { openSite, type Site } from '../site-client.ts'
import { SITE_CLIENT, type SocialIssuer, startSocialIssuer } from '../social-issuer.ts'
import { type Stage, startStage } from '../stage.ts'
import { recordsOn } from '../stored-objects.ts'

let stage: Stage
let issuer: SocialIssuer
let site: Site
let closed: Site
let logins: HttpFunction
let clock: ReturnType<typeof movableClock>
let people = 0
const PASSWORD = 'correct horse battery'
const ORIGIN = 'https://www.shop.example'

beforeAll(async () => {
  stage = await startStage()
  issuer = await startSocialIssuer()
  // Of limits and lengths of time: tokens of the issuer are of the real clock.
  clock = movableClock()
  site = await openSite()
  closed = await openSite('closed')
  logins = (await import('../../../functions/http/user-logins.ts')).handler
  const { handler: accounts } = await import('../../../functions/http/accounts.ts')
  const clientIds = [SITE_CLIENT]
  const userLogins = { enabled: true, googleClientIds: clientIds, appleClientIds: clientIds }
  const params = { projectId: site.projectId }
  const changed = await call(accounts, { to: 'updateProject', memberId: 'ada', params, body: { userLogins } })
  expect(changed.status).toBe(200)
  clock.advance(31_000)
})

beforeEach(() => {
  issuer.state.down = false
})

afterAll(async () => {
  await issuer.stop()
  await stage.stop()
})

const fresh = (what: string) => `${what}-${++people}`
const freshEmail = () => `${fresh('user')}@shop.example`

const ask = (to: string, body: object, parts: Call = {}): Promise<Reply> =>
  call(logins, {
    to,
    body,
    ...parts,
    headers: { 'x-api-key': site.publishableKey, origin: ORIGIN, ...parts.headers },
  })

type SignedIn = { user: { id: string; username: string | null }; token: string; expiresIn: number }

const letIn = ({ status, body }: Reply, expected = 200): SignedIn => {
  expect({ status, body }).toMatchObject({ status: expected, body: { success: true } })
  return body as SignedIn
}

const codeOf = ({ status, body }: Reply) => [status, (body as { code?: string }).code]

/** Both times, as the site's own profile page has them. */
const timesOf = async ({ user }: SignedIn) => {
  const read = await site.asServer('readPresences', { body: { userIds: [user.id] } })
  const [found] = (read.body as { data: { presences: { lastActiveAt: string; lastLoginAt: string }[] } }).data
    .presences
  return { active: Date.parse(found?.lastActiveAt ?? ''), login: Date.parse(found?.lastLoginAt ?? '') }
}

/** It logs in, time passes, it logs in again: both times are those of the last time. */
const expectBothTimes = async (login: () => Promise<SignedIn>) => {
  const first = await timesOf(await login())
  clock.advance(3_600_000)
  const second = await timesOf(await login())
  for (const name of ['active', 'login'] as const) {
    expect(first[name], name).toBeGreaterThan(0)
    expect(second[name] - first[name], name).toBeGreaterThanOrEqual(3_600_000)
  }
}

describe('each way to log in sets both times, and stands in the log', () => {
  test('e-mail address and password', async () => {
    const [email, before] = [freshEmail(), (await recordsOn('events')).length]
    const made = letIn(await ask('signUp', { email, password: PASSWORD, username: fresh('name') }), 201)
    expect(await timesOf(made)).toMatchObject({ active: expect.any(Number), login: expect.any(Number) })
    const [record] = (await recordsOn('events')).slice(before)
    expect((record?.batch as StampedBatch | undefined)?.events).toMatchObject([
      { name: 'login', activity: true, userId: made.user.id, props: { method: 'email' } },
    ])
    await expectBothTimes(async () => letIn(await ask('signIn', { email, password: PASSWORD })))
  })

  test.each(['google', 'apple'] as const)('%s', async (provider) => {
    const sub = fresh('subject')
    // Issued at the real time, however far the test's clock is ahead.
    const login = async () => {
      const idToken = await issuer.idToken(
        provider,
        { sub, name: 'Ada L.', iat: undefined },
        { expires: '2d' },
      )
      return letIn(await ask('socialVerified', { provider, idToken }))
    }
    await expectBothTimes(login)
    expect((await login()).user.id).toBe((await login()).user.id)
  })
})

test('the token is one of the API: with it the user asks for itself', async () => {
  const { user, token, expiresIn } = letIn(
    await ask('signUp', { email: freshEmail(), password: PASSWORD, username: fresh('asks') }),
    201,
  )
  expect(expiresIn).toBe(3_600)
  const headers = { authorization: `Bearer ${token}` }
  const own = await site.asUser(user.id, 'getUser', { headers, params: { username: user.username ?? '' } })
  expect(own).toMatchObject({ status: 200, body: { data: { id: user.id, username: user.username } } })
})

test('the paths of the document answer as ours do', async () => {
  const body = { email: freshEmail(), password: PASSWORD }
  for (const base of ['/api/v1', '/api']) {
    const email = freshEmail()
    letIn(await ask('signUp', { ...body, email }, { route: `POST ${base}/auth/signup` }), 201)
    letIn(await ask('signIn', { ...body, email }, { route: `POST ${base}/auth/signin` }))
    const idToken = await issuer.idToken('google', { sub: fresh('s') }, { expires: '2d' })
    const route = `POST ${base}/auth/social-verified`
    letIn(await ask('socialVerified', { provider: 'google', idToken }, { route }))
  }
})

test('a wrong password and an unknown address are answered alike', async () => {
  const email = freshEmail()
  letIn(await ask('signUp', { email, password: PASSWORD }), 201)
  const wrong = await ask('signIn', { email, password: 'another password' })
  const unknown = await ask('signIn', { email: freshEmail(), password: PASSWORD })
  expect(codeOf(wrong)).toEqual([401, 'wrong-credentials'])
  const said = ({ body }: Reply) => ({ ...(body as object), requestId: '' })
  expect(said(unknown)).toEqual(said(wrong))
  letIn(await ask('signIn', { email: email.toUpperCase(), password: PASSWORD }))
})

test('an address has one account; the second sign-up changes nothing and does not say why', async () => {
  const email = freshEmail()
  const first = letIn(await ask('signUp', { email, password: PASSWORD }), 201)
  const second = await ask('signUp', { email, password: 'the thief’s own' })
  expect(codeOf(second)).toEqual([409, 'sign-up-refused'])
  expect(JSON.stringify(second.body)).not.toContain(email)
  expect(codeOf(await ask('signIn', { email, password: 'the thief’s own' }))[0]).toBe(401)
  expect(letIn(await ask('signIn', { email, password: PASSWORD })).user.id).toBe(first.user.id)
})

test('of two sign-ups of one address at once one makes the account', async () => {
  const email = freshEmail()
  const both = await Promise.all([1, 2].map(() => ask('signUp', { email, password: PASSWORD })))
  expect(both.map(({ status }) => status).toSorted()).toEqual([201, 409])
  letIn(await ask('signIn', { email, password: PASSWORD }))
})

test('a username that somebody bears makes no account, and the address is free for another try', async () => {
  const [email, username] = [freshEmail(), fresh('taken')]
  letIn(await ask('signUp', { email: freshEmail(), password: PASSWORD, username }), 201)
  const second = await ask('signUp', { email, password: PASSWORD, username: username.toUpperCase() })
  expect(codeOf(second)).toEqual([409, 'username-taken'])
  letIn(await ask('signUp', { email, password: PASSWORD, username: fresh('free') }), 201)
})

test('no password is kept that anybody could read, nor an address that a row is found by', async () => {
  const email = freshEmail()
  letIn(await ask('signUp', { email, password: PASSWORD }), 201)
  const { DynamoDBClient, ScanCommand } = await import('@aws-sdk/client-dynamodb')
  const { Items = [] } = await new DynamoDBClient().send(new ScanCommand({ TableName: 'people' }))
  const rows = Items.map((item) => JSON.stringify(item))
  expect(rows.filter((row) => row.includes(PASSWORD))).toEqual([])
  const ofLogins = rows.filter((row) => row.includes('"credential"'))
  expect(ofLogins.length).toBeGreaterThan(0)
  expect(ofLogins.filter((row) => row.includes(email))).toEqual([])
  expect(ofLogins.filter((row) => row.includes('scrypt$15$8$3$')).length).toBeGreaterThan(0)
})

test('a project that did not ask for it has no such logins, and pages of others cannot use its key', async () => {
  const body = { email: freshEmail(), password: PASSWORD }
  const headers = { 'x-api-key': closed.publishableKey }
  for (const to of ['signUp', 'signIn'])
    expect(codeOf(await ask(to, body, { headers }))).toEqual([403, 'user-logins-off'])
  expect(codeOf(await ask('signUp', body, { headers: { origin: 'https://evil.example' } }))).toEqual([
    403,
    'origin-not-allowed',
  ])
})

test('an account is guessed at ten times in a quarter of an hour, from wherever, and who knows the password is not counted', async () => {
  const { dynamodb } = await import('../../../functions/runtime/clients/dynamodb.ts')
  const { signIn } = await import('../../../functions/http/user-logins/sign-in.ts')
  const { rateLimits } = await import('../../../functions/stores/rate-limits.ts')
  const { policiesWith } = await import('../../../core/rate-limits/policies.ts')
  const limits = rateLimits({ client: dynamodb, table: 'requests', now: Date.now })
  const known = { userId: 'ada', hash: 'right' }
  const attempt = signIn({
    credentials: { find: async () => known },
    profiles: { find: async () => ({ userId: 'ada', username: null, displayName: null }) },
    presence: { noteLogin: async () => {} },
    put: async () => {},
    gate: { limits, policiesFor: () => policiesWith() },
    tokens: { sign: async () => 'a token' },
    usage: { count: async () => {} },
    passwordIs: async (password: string) => password === 'right',
    nameOf: async (...words: string[]) => words.join(),
    now: Date.now,
  } as unknown as Parameters<typeof signIn>[0])
  const caller = {
    keyId: 'k',
    kind: 'publishable',
    project: { projectId: 'prj_a', userLogins: { enabled: true } },
  }
  const email = freshEmail()
  const statusOf = (password: string) =>
    attempt({ caller, headers: {}, sourceIp: '', body: { email, password } } as never).then(
      ({ status }) => status,
      (error: { status: number }) => error.status,
    )
  for (let n = 0; n < 12; n++) expect(await statusOf('right')).toBe(200)
  for (let n = 0; n < 10; n++) expect(await statusOf('wrong'), `guess ${n}`).toBe(401)
  expect(await statusOf('wrong')).toBe(429)
  expect(await statusOf('right')).toBe(429)
  clock.advance(15 * 60_000)
  expect(await statusOf('right')).toBe(200)
})

describe('an ID token is refused', () => {
  const refused: [string, () => Promise<object>][] = [
    [
      'that somebody else has signed',
      async () => ({ idToken: await issuer.idToken('google', { sub: 'a' }, { signedBy: 'stranger' }) }),
    ],
    [
      'that is for another client',
      async () => ({ idToken: await issuer.idToken('google', { sub: 'a', aud: 'another' }) }),
    ],
    [
      'of another issuer',
      async () => ({ idToken: await issuer.idToken('google', { sub: 'a', iss: 'https://evil.example' }) }),
    ],
    [
      'of the other provider',
      async () => ({ idToken: await issuer.idToken('apple', { sub: 'a' }, { expires: '2d' }) }),
    ],
    [
      'that has ended',
      async () => ({ idToken: await issuer.idToken('google', { sub: 'a' }, { expires: '-1d' }) }),
    ],
    ['that is none', async () => ({ idToken: 'rubbish' })],
    [
      'with another nonce',
      async () => ({
        idToken: await issuer.idToken('google', { sub: 'a', nonce: 'one' }, { expires: '2d' }),
        nonce: 'two',
      }),
    ],
  ]

  test.each(refused)('%s', async (_, body) => {
    const reply = await ask('socialVerified', { provider: 'google', ...(await body()) })
    expect(codeOf(reply)).toEqual([401, 'invalid-id-token'])
  })

  test('and with the very nonce it is good, also as the hash of it', async () => {
    const { createHash } = await import('node:crypto')
    for (const nonce of ['one', createHash('sha256').update('one').digest('hex')]) {
      const idToken = await issuer.idToken('google', { sub: 'nonced', nonce }, { expires: '2d' })
      letIn(await ask('socialVerified', { provider: 'google', idToken, nonce: 'one' }))
    }
  })
})

describe('a login is renewed', () => {
  const DAY_MS = 86_400_000
  const renew = (token: string) =>
    call(logins, { to: 'renewUserToken', headers: { authorization: `Bearer ${token}`, origin: ORIGIN } })
  const renewed = async (token: string) => letIn(await renew(token)).token

  test('by a token that has not ended, for thirty days from the login, and is no login itself', async () => {
    const made = letIn(
      await ask('signUp', { email: freshEmail(), password: PASSWORD, username: fresh('stays') }),
      201,
    )
    const before = await timesOf(made)
    let { token } = made
    // As a page that is open does it: each hour a new one from the last.
    for (let minutes = 0; minutes < 30 * 24 * 60 - 55; minutes += 55) {
      clock.advance(55 * 60_000)
      token = await renewed(token)
    }
    expect((await timesOf(made)).login).toBe(before.login)
    const headers = { authorization: `Bearer ${token}` }
    const params = { username: made.user.username ?? '' }
    expect((await site.asUser(made.user.id, 'getUser', { headers, params })).status).toBe(200)
    clock.advance(56 * 60_000)
    expect(codeOf(await renew(token))).toEqual([401, 'login-ended'])
  })

  test('and not by one that has ended, or that the site’s server had made, or of who was erased', async () => {
    const [gone, ended] = await Promise.all(
      [1, 2].map(async () => letIn(await ask('signUp', { email: freshEmail(), password: PASSWORD }), 201)),
    )
    expect(codeOf(await renew(await site.tokenOf(fresh('theirs'))))).toEqual([403, 'not-renewable'])
    await renewed(gone?.token ?? '')
    const { profiles } = (await import('../../../functions/http/users/stores.ts')).stores
    await profiles.remove(site.projectId, gone?.user.id ?? '')
    expect(codeOf(await renew(gone?.token ?? ''))).toEqual([401, 'login-ended'])
    clock.advance(DAY_MS)
    expect(codeOf(await renew(ended?.token ?? ''))).toEqual([401, 'token-expired'])
  })
})
