// Logins with Google that somebody else began, changed, replayed or forged.
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  changeCookie,
  expectNobodyIn,
  expectNothingSecret,
  FINISHED,
  flipped,
  type GoogleStage,
  PENDING,
  problemOf,
  startGoogleStage,
} from '../google-stage.ts'

vi.mock('../../../functions/gate/gate.ts', () => import('../open-gate.ts'))

let stage: GoogleStage

beforeAll(async () => {
  stage = await startGoogleStage()
})
afterAll(() => stage.stop())
beforeEach(() => stage.reset())

describe('who comes without having begun here', () => {
  test('with the answer to a login of another browser is not logged in, and finishes the own one', async () => {
    const [eve, ada] = [stage.visitor(), stage.visitor()]
    stage.signedInAtGoogleAs('eve')
    const planted = await eve.signIn((await eve.begin()).location)
    expect(problemOf(await ada.comeBack(planted))).toBe('login-expired')
    await expectNobodyIn(ada)

    stage.signedInAtGoogleAs('ada')
    const own = await ada.signIn((await ada.begin()).location)
    expect(problemOf(await ada.comeBack(planted))).toBe('login-expired')
    await expectNobodyIn(ada)
    expect((await ada.comeBack(own)).location?.pathname).toBe('/login/google')
    expect(decodeJwt((await ada.take()).body.idToken)).toMatchObject({ email: 'ada@shop.example' })
  })

  test('with the code of another login under the own state is stopped by the challenge', async () => {
    const [eve, ada] = [stage.visitor(), stage.visitor()]
    stage.signedInAtGoogleAs('eve')
    const planted = await eve.signIn((await eve.begin()).location)
    const { location } = await ada.begin()
    planted.searchParams.set('state', location?.searchParams.get('state') ?? '')
    expect(problemOf(await ada.comeBack(planted))).toBe('login-expired')
    await expectNobodyIn(ada)
  })

  test('with a stolen code and its challenge is stopped by the nonce', async () => {
    const ada = stage.visitor()
    const { location } = await ada.begin()
    location?.searchParams.set('nonce', 'of another login')
    expect(problemOf(await ada.comeBack(await ada.signIn(location)))).toBe('google-refused')
    await expectNobodyIn(ada)
  })

  test('a second time is not logged in again, though the cookie was kept', async () => {
    const ada = stage.visitor()
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
    const ada = stage.visitor()
    await ada.walk()
    const other = ada.jar.get(FINISHED)?.value ?? ''
    for (const change of [flipped, () => other, () => 'rubbish', () => '']) {
      const eve = stage.visitor()
      const address = await eve.signIn((await eve.begin()).location)
      changeCookie(eve, PENDING, change)
      expect(problemOf(await eve.comeBack(address))).toBe('login-expired')
      await expectNobodyIn(eve)
    }
  })

  test('with nothing at all, or a refusal that nobody asked for, is led to the login page', async () => {
    const eve = stage.visitor()
    expect(problemOf(await eve.comeBack(new URL(stage.callback)))).toBe('login-expired')
    const refused = new URL(`${stage.callback}?error=access_denied&error_description=registration-closed`)
    expect(problemOf(await eve.comeBack(refused))).toBe('login-expired')
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
      const ada = stage.visitor()
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
      const before = stage.lines.length
      const ada = stage.visitor()
      const spy = answering(fault)
      const outcome = await ada.walk()
      spy.mockRestore()
      expect(problemOf(outcome)).toBe('google-unavailable')
      await expectNobodyIn(ada)
      expect(stage.lines.slice(before).join('\n')).toContain('google login failed')
    }
  })
})

test('the log has a line for each request, and nothing of what was in it', () => {
  expectNothingSecret(stage.lines)
})
