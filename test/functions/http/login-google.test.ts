// The whole way of a login with Google, through Cognito and a real OpenID Connect provider on the loopback.
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  changeCookie,
  expectNobodyIn,
  expectNothingSecret,
  FINISHED,
  flipped,
  type GoogleStage,
  MINUTE,
  PENDING,
  problemOf,
  startGoogleStage,
} from '../google-stage.ts'
import { SITE } from '../login-client.ts'

vi.mock('../../../functions/gate/gate.ts', () => import('../open-gate.ts'))

let stage: GoogleStage

beforeAll(async () => {
  stage = await startGoogleStage()
})
afterAll(() => stage.stop())
beforeEach(() => stage.reset())

describe('the way there and back', () => {
  test('begins with state, nonce and a challenge, and a cookie that binds them to this browser', async () => {
    const { status, location, setCookies } = await stage.visitor().begin()
    expect(status).toBe(302)
    const { state, nonce, code_challenge, ...rest } = Object.fromEntries(location?.searchParams ?? [])
    expect(`${location?.origin}${location?.pathname}`).toBe(`${stage.pool.service.url}/oauth2/authorize`)
    expect(rest).toEqual({
      identity_provider: 'Google',
      response_type: 'code',
      client_id: stage.pool.clientId,
      redirect_uri: stage.callback,
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
    const addresses = await Promise.all([stage.visitor().begin(), stage.visitor().begin()])
    for (const name of ['state', 'nonce', 'code_challenge'])
      expect(new Set(addresses.map(({ location }) => location?.searchParams.get(name))).size).toBe(2)
  })

  test('ends at the page that takes the tokens, without any of them in the address', async () => {
    const ada = stage.visitor()
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
    const ada = stage.visitor()
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
      expect([next, (await stage.visitor().begin({ next })).status]).toEqual([next, 400])
    expect((await stage.visitor().begin({ next: `/${'x'.repeat(1_024)}` })).status).toBe(400)
    const longest = await stage.visitor().begin({ next: `/${'"'.repeat(1_023)}` })
    expect(longest.setCookies[0]?.split(';')[0]?.length).toBeLessThan(4_096)
  })

  test('takes ten minutes at most, whatever the browser does with the cookie', async () => {
    const [quick, slow] = [stage.visitor(), stage.visitor()]
    const begun = [(await quick.begin()).location, (await slow.begin()).location]
    stage.wait(10 * MINUTE - 5_000)
    expect((await quick.comeBack(await quick.signIn(begun[0]))).location?.pathname).toBe('/login/google')
    stage.wait(5_000)
    expect(problemOf(await slow.comeBack(await slow.signIn(begun[1])))).toBe('login-expired')
    await expectNobodyIn(slow)
  })
})

describe('who is refused', () => {
  test('by Google reads so on the login page, and has to begin anew', async () => {
    const ada = stage.visitor()
    const { location } = await ada.begin()
    const refused = new URL(stage.callback)
    refused.searchParams.set('state', location?.searchParams.get('state') ?? '')
    refused.searchParams.set('error', 'access_denied')
    expect(problemOf(await ada.comeBack(refused))).toBe('google-refused')
    expect(ada.jar.has(PENDING)).toBe(false)
    await expectNobodyIn(ada)
  })

  test('because the answer holds neither code nor error', async () => {
    const ada = stage.visitor()
    const { location } = await ada.begin()
    const empty = new URL(`${stage.callback}?state=${location?.searchParams.get('state')}`)
    expect(problemOf(await ada.comeBack(empty))).toBe('google-refused')
  })

  test('because Google cannot prove who it is', async () => {
    const ada = stage.visitor()
    stage.provider.state.signedByStranger = true
    // The local Cognito says on the console why.
    const said = vi.spyOn(console, 'error').mockImplementation(() => {})
    expect(problemOf(await ada.walk())).toBe('google-refused')
    said.mockRestore()
    stage.provider.state.signedByStranger = false
    await expectNobodyIn(ada)
  })

  test('while registration is closed, though who is a member already comes in', async () => {
    expect((await stage.visitor().walk()).location?.pathname).toBe('/login/google')
    stage.registerBy({ selfRegistration: false })
    expect((await stage.visitor().walk()).location?.pathname).toBe('/login/google')
    stage.signedInAtGoogleAs('late')
    const late = stage.visitor()
    expect(problemOf(await late.walk())).toBe('registration-closed')
    await expectNobodyIn(late)
  })

  test('because of a domain that is not on the list', async () => {
    stage.registerBy({ federatedDomains: ['office.example'] })
    stage.signedInAtGoogleAs('foreign')
    const foreign = stage.visitor()
    expect(problemOf(await foreign.walk())).toBe('domain-not-allowed')
    await expectNobodyIn(foreign)
    stage.signedInAtGoogleAs('colleague', { email: 'colleague@office.example' })
    expect((await stage.visitor().walk()).location?.pathname).toBe('/login/google')
  })

  test('because Google does not vouch for the address, at the first login and at any later one', async () => {
    stage.signedInAtGoogleAs('doubted', { email_verified: false })
    const doubted = stage.visitor()
    expect(problemOf(await doubted.walk())).toBe('email-not-verified')
    await expectNobodyIn(doubted)
    stage.signedInAtGoogleAs('doubted')
    expect((await stage.visitor().walk()).location?.pathname).toBe('/login/google')
    stage.signedInAtGoogleAs('doubted', { email: 'ada@shop.example', email_verified: false })
    const again = stage.visitor()
    expect(problemOf(await again.walk())).toBe('email-not-verified')
    await expectNobodyIn(again)
  })
})

describe('the tokens', () => {
  test('go to a page of our own only', async () => {
    const ada = stage.visitor()
    await ada.walk()
    for (const site of ['cross-site', 'same-site', 'none'])
      expect(await ada.take({ 'sec-fetch-site': site })).toMatchObject({
        status: 403,
        body: { code: 'not-same-origin' },
      })
    expect((await ada.take()).status).toBe(200)
  })

  test('wait two minutes, whatever the browser does with the cookie', async () => {
    const [quick, slow] = [stage.visitor(), stage.visitor()]
    await quick.walk()
    await slow.walk()
    stage.wait(2 * MINUTE - 5_000)
    expect((await quick.take()).status).toBe(200)
    stage.wait(5_000)
    expect(await slow.take()).toMatchObject({ status: 401, body: { code: 'login-expired' } })
  })

  test('are not for a cookie that was changed, or is another one of ours', async () => {
    const eve = stage.visitor()
    await eve.begin()
    const other = eve.jar.get(PENDING)?.value ?? ''
    for (const change of [flipped, () => other, () => 'rubbish']) {
      const ada = stage.visitor()
      await ada.walk()
      changeCookie(ada, FINISHED, change)
      expect(await ada.take()).toMatchObject({ status: 401, body: { code: 'login-expired' } })
    }
  })

  test('of a cookie that comes back after the grace end the whole login', async () => {
    const ada = stage.visitor()
    await ada.walk()
    const kept = ada.jar.get(FINISHED)
    const { body } = await ada.take()
    if (kept) ada.jar.set(FINISHED, kept)
    stage.pool.advance(MINUTE)
    expect((await ada.take()).status).toBe(401)
    expect((await ada.refresh(body.refreshToken)).status).toBe(401)
  })
})

test('the log has a line for each request, and nothing of what was in it', () => {
  expectNothingSecret(stage.lines)
})
