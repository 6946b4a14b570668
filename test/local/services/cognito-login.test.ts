// Managed login: code and PKCE for local users, and the tokens that come of it.
import { createHash } from 'node:crypto'
import { AdminCreateUserCommand, GetUserCommand } from '@aws-sdk/client-cognito-identity-provider'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { browser } from './cognito-browser.ts'
import {
  type CognitoUnderTest,
  cognitoUnderTest,
  PASSWORD,
  remote,
  type Setup,
} from './cognito-under-test.ts'

const CALLBACK = 'http://localhost:4300/callback'
const SIGNED_OUT = 'http://localhost:4300/'
const EMAIL = 'login@example.com'
const VERIFIER = 'a verifier that only the client knows'.padEnd(43, '.').replaceAll(' ', '-')
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url')

describe.skipIf(remote)('managed login', () => {
  let cognito: CognitoUnderTest
  let setup: Setup
  let visitor: ReturnType<typeof browser>

  beforeAll(async () => {
    cognito = await cognitoUnderTest()
    setup = await cognito.createPoolAndClient(
      {},
      {
        AllowedOAuthFlowsUserPoolClient: true,
        AllowedOAuthFlows: ['code'],
        AllowedOAuthScopes: ['openid', 'email', 'profile', 'aws.cognito.signin.user.admin'],
        CallbackURLs: [CALLBACK],
        LogoutURLs: [SIGNED_OUT],
        SupportedIdentityProviders: ['COGNITO'],
      },
    )
    await cognito.createMember(setup.poolId, EMAIL)
  })
  afterAll(() => cognito.stop())
  beforeEach(() => {
    visitor = browser(cognito.service().url)
  })

  const address = (changes: Record<string, string | undefined> = {}) => {
    const query = {
      response_type: 'code',
      client_id: setup.clientId,
      redirect_uri: CALLBACK,
      scope: 'openid email',
      state: 'the state',
      nonce: 'the nonce',
      code_challenge: CHALLENGE,
      code_challenge_method: 'S256',
      ...changes,
    }
    const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined)
    return `/oauth2/authorize?${new URLSearchParams(given)}`
  }
  const openPage = async (changes: Record<string, string | undefined> = {}) => {
    const { location } = await visitor.go(address(changes))
    return visitor.go(location?.href ?? '')
  }
  /** In a browser of its own, or an earlier login would answer. */
  const logIn = async (changes: Record<string, string | undefined> = {}) => {
    visitor = browser(cognito.service().url)
    const { text } = await openPage(changes)
    const { location } = await visitor.submit(text, { username: EMAIL, password: PASSWORD })
    return location
  }
  const exchange = async (fields: Record<string, string | undefined>) => {
    const body = new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: setup.clientId,
      redirect_uri: CALLBACK,
      code_verifier: VERIFIER,
    })
    for (const [name, value] of Object.entries(fields)) {
      if (value === undefined) body.delete(name)
      else body.set(name, value)
    }
    const response = await fetch(`${cognito.service().url}/oauth2/token`, { method: 'POST', body })
    return { status: response.status, body: (await response.json()) as Record<string, string> }
  }
  const codeOf = (location: URL | undefined) => location?.searchParams.get('code') ?? 'no code'

  test('a local user signs in on the page and the client gets tokens for the code', async () => {
    const page = await openPage()
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(page.headers.get('content-security-policy')).toContain("form-action 'self' http://localhost:4300;")
    const { location, headers } = await visitor.submit(page.text, { username: EMAIL, password: PASSWORD })
    expect(headers.getSetCookie()[0]).toMatch(/HttpOnly; SameSite=Lax/)
    expect(`${location?.origin}${location?.pathname}`).toBe(CALLBACK)
    expect(location?.searchParams.get('state')).toBe('the state')
    const { status, body } = await exchange({ code: codeOf(location) })
    expect(status).toBe(200)
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 3600 })

    const configuration = await fetch(
      `${cognito.service().url}/${setup.poolId}/.well-known/openid-configuration`,
    ).then((response) => response.json() as Promise<Record<string, string>>)
    const issuer = `https://cognito-idp.eu-central-1.amazonaws.com/${setup.poolId}`
    expect(configuration['issuer']).toBe(issuer)
    const keys = createRemoteJWKSet(new URL(configuration['jwks_uri'] ?? ''))
    const id = await jwtVerify(body['id_token'] ?? '', keys, { issuer, audience: setup.clientId })
    expect(id.payload).toMatchObject({
      nonce: 'the nonce',
      email: EMAIL,
      email_verified: true,
      token_use: 'id',
    })
    const half = createHash('sha256')
      .update(body['access_token'] ?? '')
      .digest()
      .subarray(0, 16)
    expect(id.payload['at_hash']).toBe(half.toString('base64url'))
    const access = await jwtVerify(body['access_token'] ?? '', keys, { issuer })
    expect(access.payload).toMatchObject({ scope: 'openid email', version: 2, client_id: setup.clientId })
  })

  test('user info follows the scopes, and the admin scope is what the API asks for', async () => {
    const { body } = await exchange({ code: codeOf(await logIn()) })
    const response = await fetch(`${cognito.service().url}/oauth2/userInfo`, {
      headers: { authorization: `Bearer ${body['access_token']}` },
    })
    expect(await response.json()).toMatchObject({ email: EMAIL, email_verified: 'true' })
    await expect(
      cognito.client().send(new GetUserCommand({ AccessToken: body['access_token'] })),
    ).rejects.toThrow('required scopes')
    const refused = await fetch(`${cognito.service().url}/oauth2/userInfo`, {
      headers: { authorization: 'Bearer x.y.z' },
    })
    expect(refused.status).toBe(401)
  })

  test('a refresh token of the page brings new tokens, until it is revoked', async () => {
    const { body } = await exchange({ code: codeOf(await logIn()) })
    const refresh = () =>
      exchange({
        grant_type: 'refresh_token',
        refresh_token: body['refresh_token'],
        code_verifier: undefined,
      })
    expect((await refresh()).body).toHaveProperty('access_token')
    const revoked = await fetch(`${cognito.service().url}/oauth2/revoke`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: setup.clientId, token: body['refresh_token'] ?? '' }),
    })
    expect(revoked.status).toBe(200)
    expect(await refresh()).toEqual({ status: 400, body: { error: 'invalid_grant' } })
  })

  test('a code is good once, for its client, redirect and verifier, for five minutes', async () => {
    const wrong: Record<string, string | undefined>[] = [
      { code_verifier: 'another verifier'.padEnd(43, '.') },
      { code_verifier: undefined },
      { redirect_uri: 'http://localhost:4300/other' },
    ]
    for (const fields of wrong) {
      const code = codeOf(await logIn())
      expect((await exchange({ code, ...fields })).body).toEqual({ error: 'invalid_grant' })
      // An attempt that failed has used the code up.
      expect((await exchange({ code })).body).toEqual({ error: 'invalid_grant' })
    }
    const late = codeOf(await logIn())
    cognito.advance(300_000)
    expect((await exchange({ code: late })).body).toEqual({ error: 'invalid_grant' })
    expect((await exchange({ code: codeOf(await logIn()), client_id: 'nobody' })).body).toEqual({
      error: 'invalid_client',
    })
  })

  test('an address or client that is not known is never redirected to', async () => {
    for (const changes of [{ redirect_uri: 'https://evil.example/' }, { client_id: 'nobody' }]) {
      const { status, location } = await visitor.go(address(changes))
      expect(status).toBe(400)
      expect(location).toBeUndefined()
    }
  })

  test('what the client may not ask for goes back to it as an error', async () => {
    const refusals: [Record<string, string | undefined>, string][] = [
      [{ response_type: 'token' }, 'unsupported_response_type'],
      [{ scope: 'openid everything' }, 'invalid_scope'],
      [{ code_challenge_method: 'plain' }, 'invalid_request'],
      [{ identity_provider: 'Google' }, 'invalid_request'],
      [{ prompt: 'none' }, 'login_required'],
    ]
    for (const [changes, error] of refusals) {
      const { location } = await visitor.go(address(changes))
      expect(location?.searchParams.get('error')).toBe(error)
      expect(location?.searchParams.get('state')).toBe('the state')
    }
  })

  test('a wrong password shows the page again, and says nothing of who exists', async () => {
    const { text } = await openPage()
    const wrong = await visitor.submit(text, { username: EMAIL, password: '"><script>' })
    expect(wrong.status).toBe(400)
    expect(wrong.text).toContain('Incorrect username or password.')
    const unknown = await visitor.submit(wrong.text, { username: '"><script>alert(1)', password: PASSWORD })
    expect(unknown.text).toContain('Incorrect username or password.')
    expect(unknown.text).not.toContain('<script>')
    expect((await visitor.submit(unknown.text, { username: EMAIL, password: PASSWORD })).status).toBe(302)
  })

  test('a page that was opened in one browser is not finished in another', async () => {
    const { text } = await openPage()
    const stranger = browser(cognito.service().url)
    const { status, location } = await stranger.submit(text, { username: EMAIL, password: PASSWORD })
    expect(status).toBe(400)
    expect(location).toBeUndefined()
  })

  test('who is signed in is not asked again, until the logout', async () => {
    await logIn()
    expect(codeOf((await visitor.go(address({ prompt: 'none' }))).location)).not.toBe('no code')
    const logout = `/logout?client_id=${setup.clientId}&logout_uri=`
    expect((await visitor.go(`${logout}https://evil.example/`)).status).toBe(400)
    const { location } = await visitor.go(`${logout}${encodeURIComponent(SIGNED_OUT)}`)
    expect(location?.href).toBe(SIGNED_OUT)
    expect((await visitor.go(address({ prompt: 'none' }))).location?.searchParams.get('error')).toBe(
      'login_required',
    )
  })

  test('a temporary password is replaced on the page', async () => {
    const invited = {
      UserPoolId: setup.poolId,
      Username: 'page-invited@example.com',
      TemporaryPassword: PASSWORD,
    }
    await cognito.client().send(new AdminCreateUserCommand(invited))
    const { text } = await openPage()
    const asked = await visitor.submit(text, { username: invited.Username, password: PASSWORD })
    expect(asked.text).toContain('name="new_password"')
    const weak = await visitor.submit(asked.text, { new_password: 'weak' })
    expect(weak.text).toContain('Password not long enough')
    const { location } = await visitor.submit(weak.text, { new_password: 'Another horse 2?' })
    expect((await exchange({ code: codeOf(location) })).status).toBe(200)
    await expect(cognito.logIn(setup.clientId, invited.Username, 'Another horse 2?')).resolves.toBeDefined()
  })
})
