// The whole way of a login with Google, through Cognito and a real OpenID Connect provider on the loopback.
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import * as operations from '../../../core/api/login-operations.ts'
import type { Operation } from '../../../core/api/operation.ts'
import { admit, type Registration } from '../../../core/members/admission.ts'
import type { HttpFunction } from '../../../functions/runtime/http/http.ts'
import { browser } from '../../local/services/cognito-browser.ts'
import { startOidcProvider } from '../../local/services/oidc-provider.ts'
import { loginClient, SITE, secretsSeen } from '../login-client.ts'
import { startUserPool } from '../user-pool.ts'

vi.mock('../../../functions/gate/gate.ts', () => import('../open-gate.ts'))

const CALLBACK = `${SITE}/api/v1/auth/google/callback`
const PENDING = '__Secure-playhead-google'
const FINISHED = '__Secure-playhead-login'
const OPEN: Registration = { selfRegistration: true, confirmEmail: true, federatedDomains: null }
const MINUTE = 60_000

const lines: string[] = []
let provider: Awaited<ReturnType<typeof startOidcProvider>>
let pool: Awaited<ReturnType<typeof startUserPool>>
let handler: HttpFunction
let registration: Registration
let ahead = 0

beforeAll(async () => {
  const really = Date.now
  // Before the import: the handlers take the clock when they are loaded.
  vi.spyOn(Date, 'now').mockImplementation(() => really() + ahead)
  vi.spyOn(console, 'log').mockImplementation((line: string) => lines.push(line))
  provider = await startOidcProvider()
  pool = await startUserPool({
    google: { url: provider.url, callbackUrl: CALLBACK },
    preSignUp: async (_, event) => {
      const { triggerSource, request } = event as {
        triggerSource: string
        request: { userAttributes: { email: string; email_verified: string } }
      }
      if (triggerSource !== 'PreSignUp_ExternalProvider') return event
      const { email, email_verified } = request.userAttributes
      const applicant = {
        by: 'provider',
        email,
        verified: email_verified === 'true',
        invited: false,
      } as const
      const admission = admit(registration, applicant)
      if (!admission.admitted) throw new Error(admission.because)
      return event
    },
  })
  process.env['SIGN_IN_URL'] = 'https://sign-in.invalid'
  process.env['GOOGLE_CALLBACK_URL'] = CALLBACK
  handler = (await import('../../../functions/http/login.ts')).handler
})
afterAll(async () => {
  await pool.stop()
  await provider.stop()
})
beforeEach(() => {
  registration = OPEN
  signedInAtGoogleAs('ada')
})
/** Time passes for us, and not for Cognito. */
const wait = (ms: number) => {
  ahead += ms
  pool.advance(-ms)
}

const signedInAtGoogleAs = (sub: string, more: object = {}) => {
  provider.state.claims = { sub, email: `${sub}@shop.example`, name: sub, email_verified: true, ...more }
  secretsSeen.add(`${sub}@shop.example`)
}

/** A browser with cookies for us and for Cognito. */
const visitor = () => {
  const { call, jar } = loginClient(handler)
  const cognito = browser(pool.service.url)
  const begin = async (query: { next?: string } = {}, route?: string) =>
    call(operations.beginGoogle as Operation, { query }, route)
  /** To Cognito, to the provider and back; ends where Cognito sends the browser to. */
  const signIn = async (address: URL | undefined): Promise<URL> => {
    const there = await cognito.go(address?.href ?? '')
    const back = await cognito.go(there.location?.href ?? '')
    const { location } = await cognito.go(back.location?.href ?? '')
    if (!location) throw new Error('The sign-in leads nowhere.')
    return location
  }
  const comeBack = (address: URL, route?: string) =>
    call(operations.finishGoogle as Operation, { query: Object.fromEntries(address.searchParams) }, route)
  const walk = async (query?: { next?: string }) => comeBack(await signIn((await begin(query)).location))
  const take = (headers: Record<string, string> = {}) =>
    call(operations.takeGoogleTokens as Operation, { headers })
  const refresh = (refreshToken: string) => call(operations.refresh as Operation, { body: { refreshToken } })
  return { jar, begin, signIn, comeBack, walk, take, refresh }
}
type Visitor = ReturnType<typeof visitor>

const problemOf = ({ status, location }: { status: number; location: URL | undefined }) => {
  expect([status, location?.origin, location?.pathname]).toEqual([302, SITE, '/login'])
  return location?.searchParams.get('problem')
}
const expectNobodyIn = async ({ jar, take }: Visitor) => {
  expect(jar.has(FINISHED)).toBe(false)
  expect(await take()).toMatchObject({ status: 401, body: { code: 'login-expired' } })
}
const tamper = ({ jar }: Visitor, name: string, change: (value: string) => string) => {
  const kept = jar.get(name)
  if (!kept) throw new Error(`There is no cookie ${name}.`)
  jar.set(name, { ...kept, value: change(kept.value) })
}
/** Another character in the middle, of the same alphabet. */
const flipped = (value: string) => {
  const middle = Math.floor(value.length / 2)
  return `${value.slice(0, middle)}${value[middle] === 'A' ? 'B' : 'A'}${value.slice(middle + 1)}`
}

describe('the way there and back', () => {
  test('begins with state, nonce and a challenge, and a cookie that binds them to this browser', async () => {
    const { status, location, setCookies } = await visitor().begin()
    expect(status).toBe(302)
    const { state, nonce, code_challenge, ...rest } = Object.fromEntries(location?.searchParams ?? [])
    expect(`${location?.origin}${location?.pathname}`).toBe(`${pool.service.url}/oauth2/authorize`)
    expect(rest).toEqual({
      identity_provider: 'Google',
      response_type: 'code',
      client_id: pool.clientId,
      redirect_uri: CALLBACK,
      scope: 'openid email profile',
      code_challenge_method: 'S256',
    })
    for (const word of [state, nonce, code_challenge]) expect(word).toMatch(/^[\w-]{43}$/)
    expect(new Set([state, nonce, code_challenge]).size).toBe(3)
    expect(setCookies).toEqual([
      expect.stringMatching(
        /^__Secure-playhead-google=[\w+/=]+; Path=\/api; Max-Age=600; HttpOnly; Secure; SameSite=Lax$/,
      ),
    ])
    expect(setCookies[0]?.length).toBeLessThan(4_096)
    for (const word of [state ?? '', nonce ?? '']) expect(setCookies[0]).not.toContain(word)
  })

  test('takes nothing twice: each beginning has words of its own', async () => {
    const addresses = await Promise.all([visitor().begin(), visitor().begin()])
    for (const name of ['state', 'nonce', 'code_challenge'])
      expect(new Set(addresses.map(({ location }) => location?.searchParams.get(name))).size).toBe(2)
  })

  test('ends at the page that takes the tokens, without any of them in the address', async () => {
    const ada = visitor()
    const { status, location, setCookies } = await ada.walk({ next: '/projects/p1?range=7d&tab=2' })
    expect(status).toBe(302)
    expect(location?.pathname).toBe('/login/google')
    expect(Object.fromEntries(location?.searchParams ?? [])).toEqual({ next: '/projects/p1?range=7d&tab=2' })
    expect(setCookies).toEqual([
      `${PENDING}=; Path=/api; Max-Age=0; HttpOnly; Secure; SameSite=Lax`,
      expect.stringMatching(
        /^__Secure-playhead-login=[\w+/=]+; Path=\/api\/v1\/auth; Max-Age=120; HttpOnly; Secure; SameSite=Strict$/,
      ),
    ])
    const taken = await ada.take({ 'sec-fetch-site': 'same-origin' })
    expect(taken.status).toBe(200)
    expect(decodeJwt(taken.body.idToken)).toMatchObject({ email: 'ada@shop.example', email_verified: true })
    expect(taken.setCookies).toEqual([
      `${FINISHED}=; Path=/api/v1/auth; Max-Age=0; HttpOnly; Secure; SameSite=Strict`,
    ])
    expect((await ada.refresh(taken.body.refreshToken)).status).toBe(200)
    expect(await ada.take()).toMatchObject({ status: 401, body: { code: 'login-expired' } })
  })

  test('works by the aliases too', async () => {
    const ada = visitor()
    const address = await ada.signIn((await ada.begin({}, 'GET /api/auth/google')).location)
    const { location } = await ada.comeBack(address, 'GET /api/auth/google/callback')
    expect(location?.href).toBe(`${SITE}/login/google`)
    expect((await ada.take()).status).toBe(200)
  })

  test('leads to pages of the dashboard only', async () => {
    const elsewhere = [
      'https://evil.example',
      '//evil.example',
      '/\\evil.example',
      '/\t/evil.example',
      'evil',
      '',
    ]
    for (const next of elsewhere)
      expect([next, (await visitor().begin({ next })).status]).toEqual([next, 400])
    expect((await visitor().begin({ next: `/${'x'.repeat(1_024)}` })).status).toBe(400)
    const longest = await visitor().begin({ next: `/${'"'.repeat(1_023)}` })
    expect(longest.setCookies[0]?.split(';')[0]?.length).toBeLessThan(4_096)
  })

  test('takes ten minutes at most, whatever the browser does with the cookie', async () => {
    const [quick, slow] = [visitor(), visitor()]
    const begun = [(await quick.begin()).location, (await slow.begin()).location]
    wait(10 * MINUTE - 5_000)
    expect((await quick.comeBack(await quick.signIn(begun[0]))).location?.pathname).toBe('/login/google')
    wait(5_000)
    expect(problemOf(await slow.comeBack(await slow.signIn(begun[1])))).toBe('login-expired')
    await expectNobodyIn(slow)
  })
})

describe('who comes without having begun here', () => {
  test('with the answer to a login of another browser is not logged in, and finishes the own one', async () => {
    const [eve, ada] = [visitor(), visitor()]
    signedInAtGoogleAs('eve')
    const planted = await eve.signIn((await eve.begin()).location)
    expect(problemOf(await ada.comeBack(planted))).toBe('login-expired')
    await expectNobodyIn(ada)

    signedInAtGoogleAs('ada')
    const own = await ada.signIn((await ada.begin()).location)
    expect(problemOf(await ada.comeBack(planted))).toBe('login-expired')
    await expectNobodyIn(ada)
    expect((await ada.comeBack(own)).location?.pathname).toBe('/login/google')
    expect(decodeJwt((await ada.take()).body.idToken)).toMatchObject({ email: 'ada@shop.example' })
  })

  test('with the code of another login under the own state is stopped by the challenge', async () => {
    const [eve, ada] = [visitor(), visitor()]
    signedInAtGoogleAs('eve')
    const planted = await eve.signIn((await eve.begin()).location)
    const { location } = await ada.begin()
    planted.searchParams.set('state', location?.searchParams.get('state') ?? '')
    expect(problemOf(await ada.comeBack(planted))).toBe('login-expired')
    await expectNobodyIn(ada)
  })

  test('with a stolen code and its challenge is stopped by the nonce', async () => {
    const ada = visitor()
    const { location } = await ada.begin()
    location?.searchParams.set('nonce', 'of another login')
    expect(problemOf(await ada.comeBack(await ada.signIn(location)))).toBe('google-refused')
    await expectNobodyIn(ada)
  })

  test('a second time is not logged in again, though the cookie was kept', async () => {
    const ada = visitor()
    const address = await ada.signIn((await ada.begin()).location)
    const kept = ada.jar.get(PENDING)
    expect((await ada.comeBack(address)).location?.pathname).toBe('/login/google')
    await ada.take()
    expect(problemOf(await ada.comeBack(address))).toBe('login-expired')
    if (kept) ada.jar.set(PENDING, kept)
    expect(problemOf(await ada.comeBack(address))).toBe('login-expired')
    await expectNobodyIn(ada)
  })

  test('with a cookie that was changed, or is another one of ours, is not logged in', async () => {
    const ada = visitor()
    await ada.walk()
    const other = ada.jar.get(FINISHED)?.value ?? ''
    for (const change of [flipped, () => other, () => 'rubbish', () => '']) {
      const eve = visitor()
      const address = await eve.signIn((await eve.begin()).location)
      tamper(eve, PENDING, change)
      expect(problemOf(await eve.comeBack(address))).toBe('login-expired')
      await expectNobodyIn(eve)
    }
  })

  test('with nothing at all, or a refusal that nobody asked for, is led to the login page', async () => {
    const eve = visitor()
    expect(problemOf(await eve.comeBack(new URL(CALLBACK)))).toBe('login-expired')
    const refused = new URL(`${CALLBACK}?error=access_denied&error_description=registration-closed`)
    expect(problemOf(await eve.comeBack(refused))).toBe('login-expired')
  })
})

describe('who is refused', () => {
  test('by Google reads so on the login page, and has to begin anew', async () => {
    const ada = visitor()
    const { location } = await ada.begin()
    const refused = new URL(CALLBACK)
    refused.searchParams.set('state', location?.searchParams.get('state') ?? '')
    refused.searchParams.set('error', 'access_denied')
    expect(problemOf(await ada.comeBack(refused))).toBe('google-refused')
    expect(ada.jar.has(PENDING)).toBe(false)
    await expectNobodyIn(ada)
  })

  test('because the answer holds neither code nor error', async () => {
    const ada = visitor()
    const { location } = await ada.begin()
    const empty = new URL(`${CALLBACK}?state=${location?.searchParams.get('state')}`)
    expect(problemOf(await ada.comeBack(empty))).toBe('google-refused')
  })

  test('because Google cannot prove who it is', async () => {
    const ada = visitor()
    provider.state.signedByStranger = true
    // The local Cognito says on the console why.
    const said = vi.spyOn(console, 'error').mockImplementation(() => {})
    expect(problemOf(await ada.walk())).toBe('google-refused')
    said.mockRestore()
    provider.state.signedByStranger = false
    await expectNobodyIn(ada)
  })

  test('while registration is closed, though who is a member already comes in', async () => {
    expect((await visitor().walk()).location?.pathname).toBe('/login/google')
    registration = { ...OPEN, selfRegistration: false }
    expect((await visitor().walk()).location?.pathname).toBe('/login/google')
    signedInAtGoogleAs('late')
    const late = visitor()
    expect(problemOf(await late.walk())).toBe('registration-closed')
    await expectNobodyIn(late)
  })

  test('because of a domain that is not on the list', async () => {
    registration = { ...OPEN, federatedDomains: ['office.example'] }
    signedInAtGoogleAs('foreign')
    const foreign = visitor()
    expect(problemOf(await foreign.walk())).toBe('domain-not-allowed')
    await expectNobodyIn(foreign)
    signedInAtGoogleAs('colleague', { email: 'colleague@office.example' })
    expect((await visitor().walk()).location?.pathname).toBe('/login/google')
  })

  test('because Google does not vouch for the address, at the first login and at any later one', async () => {
    signedInAtGoogleAs('doubted', { email_verified: false })
    const doubted = visitor()
    expect(problemOf(await doubted.walk())).toBe('email-not-verified')
    await expectNobodyIn(doubted)
    signedInAtGoogleAs('doubted')
    expect((await visitor().walk()).location?.pathname).toBe('/login/google')
    signedInAtGoogleAs('doubted', { email: 'ada@shop.example', email_verified: false })
    const again = visitor()
    expect(problemOf(await again.walk())).toBe('email-not-verified')
    await expectNobodyIn(again)
  })
})

describe('the answer of the sign-in host', () => {
  const answering = (change: (tokens: Record<string, string>) => object | undefined) => {
    const really = globalThis.fetch
    return vi.spyOn(globalThis, 'fetch').mockImplementation(async (address, init) => {
      const response = await really(address, init)
      if (!String(address).endsWith('/oauth2/token') || !response.ok) return response
      const changed = change((await response.json()) as Record<string, string>)
      return changed ? Response.json(changed) : Response.json({ error: 'invalid_client' }, { status: 400 })
    })
  }

  test('is believed only with an ID token of this pool', async () => {
    const forged = 'eyJhbGciOiJub25lIn0.eyJ0b2tlbl91c2UiOiJpZCJ9.'
    for (const id_token of [forged, undefined]) {
      const ada = visitor()
      const spy = answering((tokens) => ({ ...tokens, id_token: id_token ?? tokens['access_token'] }))
      const outcome = await ada.walk()
      spy.mockRestore()
      expect(problemOf(outcome)).toBe('google-refused')
      await expectNobodyIn(ada)
    }
  })

  test('that cannot be had or read is a fault, which the log tells and the browser survives', async () => {
    const faults = [() => undefined, () => ({ token_type: 'Bearer' })]
    for (const fault of faults) {
      const before = lines.length
      const ada = visitor()
      const spy = answering(fault)
      const outcome = await ada.walk()
      spy.mockRestore()
      expect(problemOf(outcome)).toBe('google-unavailable')
      await expectNobodyIn(ada)
      expect(lines.slice(before).join('\n')).toContain('google login failed')
    }
  })
})

describe('the tokens', () => {
  test('go to a page of our own only', async () => {
    const ada = visitor()
    await ada.walk()
    for (const site of ['cross-site', 'same-site', 'none'])
      expect(await ada.take({ 'sec-fetch-site': site })).toMatchObject({
        status: 403,
        body: { code: 'not-same-origin' },
      })
    expect((await ada.take()).status).toBe(200)
  })

  test('wait two minutes, whatever the browser does with the cookie', async () => {
    const [quick, slow] = [visitor(), visitor()]
    await quick.walk()
    await slow.walk()
    wait(2 * MINUTE - 5_000)
    expect((await quick.take()).status).toBe(200)
    wait(5_000)
    expect(await slow.take()).toMatchObject({ status: 401, body: { code: 'login-expired' } })
  })

  test('are not for a cookie that was changed, or is another one of ours', async () => {
    const eve = visitor()
    await eve.begin()
    const other = eve.jar.get(PENDING)?.value ?? ''
    for (const change of [flipped, () => other, () => 'rubbish']) {
      const ada = visitor()
      await ada.walk()
      tamper(ada, FINISHED, change)
      expect(await ada.take()).toMatchObject({ status: 401, body: { code: 'login-expired' } })
    }
  })

  test('of a cookie that comes back after the grace end the whole login', async () => {
    const ada = visitor()
    await ada.walk()
    const kept = ada.jar.get(FINISHED)
    const { body } = await ada.take()
    if (kept) ada.jar.set(FINISHED, kept)
    pool.advance(MINUTE)
    expect((await ada.take()).status).toBe(401)
    expect((await ada.refresh(body.refreshToken)).status).toBe(401)
  })
})

test('the log has a line for each request, and nothing of what was in it', () => {
  const log = lines.join('\n')
  expect(lines.length).toBeGreaterThan(80)
  expect(secretsSeen.size).toBeGreaterThan(100)
  expect([...secretsSeen].filter((secret) => log.includes(secret))).toEqual([])
})
