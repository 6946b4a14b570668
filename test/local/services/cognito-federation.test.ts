// Signing in with an external provider, against a real one on the loopback.
import { createHash } from 'node:crypto'
import * as sdk from '@aws-sdk/client-cognito-identity-provider'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { browser } from './cognito-browser.ts'
import { type CognitoUnderTest, cognitoUnderTest, remote, type Setup } from './cognito-under-test.ts'
import { CLIENT_ID, CLIENT_SECRET, startOidcProvider } from './oidc-provider.ts'

const CALLBACK = 'http://localhost:4300/callback'
const VERIFIER = 'v'.repeat(43)

describe.skipIf(remote)('federation', () => {
  let cognito: CognitoUnderTest
  let provider: Awaited<ReturnType<typeof startOidcProvider>>
  let setup: Setup
  let visitor: ReturnType<typeof browser>

  beforeAll(async () => {
    cognito = await cognitoUnderTest()
    provider = await startOidcProvider()
    const poolId = await cognito.createPool()
    const details = {
      client_id: CLIENT_ID,
      client_secret: CLIENT_SECRET,
      authorize_scopes: 'openid email profile',
      oidc_issuer: provider.url,
    }
    const mapping = { email: 'email', name: 'name' }
    await cognito.client().send(
      new sdk.CreateIdentityProviderCommand({
        UserPoolId: poolId,
        ProviderName: 'Google',
        ProviderType: 'Google',
        ProviderDetails: {
          ...details,
          authorize_url: `${provider.url}/authorize`,
          token_url: `${provider.url}/token`,
          jwks_uri: `${provider.url}/keys`,
        },
        AttributeMapping: { ...mapping, email_verified: 'email_verified' },
      }),
    )
    // The second leaves its addresses to discovery.
    await cognito.client().send(
      new sdk.CreateIdentityProviderCommand({
        UserPoolId: poolId,
        ProviderName: 'Company',
        ProviderType: 'OIDC',
        ProviderDetails: { ...details, attributes_request_method: 'GET' },
        AttributeMapping: mapping,
      }),
    )
    await cognito
      .client()
      .send(new sdk.CreateUserPoolDomainCommand({ UserPoolId: poolId, Domain: 'playhead-test' }))
    setup = await cognito.createClient(poolId, {
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'email', 'profile'],
      CallbackURLs: [CALLBACK],
      SupportedIdentityProviders: ['COGNITO', 'Google', 'Company'],
    })
  })
  afterAll(async () => {
    await provider.stop()
    await cognito.stop()
  })
  beforeEach(() => {
    visitor = browser(cognito.service().url)
    provider.state.claims = { sub: '1234', email: 'ada@gmail.example', name: 'Ada', email_verified: true }
    provider.state.userInfo = {}
    provider.state.signedByStranger = false
  })

  const address = (identityProvider: string) =>
    `/oauth2/authorize?${new URLSearchParams({
      response_type: 'code',
      client_id: setup.clientId,
      redirect_uri: CALLBACK,
      scope: 'openid email profile',
      state: 'mine',
      identity_provider: identityProvider,
      code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
      code_challenge_method: 'S256',
    })}`
  /** To the provider, which sends the browser straight back, and to where Cognito then sends it. */
  const comeBack = async (identityProvider = 'Google') => {
    const there = await visitor.go(address(identityProvider))
    const back = await visitor.go(there.location?.href ?? '')
    return back.location
  }
  const logIn = async (identityProvider?: string) => {
    const back = await comeBack(identityProvider)
    const { location } = await visitor.go(back?.href ?? '')
    return location
  }
  const tokensFor = async (location: URL | undefined) => {
    const response = await fetch(`${cognito.service().url}/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: setup.clientId,
        redirect_uri: CALLBACK,
        code: location?.searchParams.get('code') ?? '',
        code_verifier: VERIFIER,
      }),
    })
    return (await response.json()) as { id_token: string; access_token: string }
  }

  test('a first login creates the user, with the claims mapped', async () => {
    const location = await logIn()
    expect(location?.searchParams.get('state')).toBe('mine')
    const { id_token, access_token } = await tokensFor(location)
    expect(decodeJwt(id_token)).toMatchObject({
      'cognito:username': 'Google_1234',
      email: 'ada@gmail.example',
      email_verified: true,
      name: 'Ada',
      'cognito:groups': [`${setup.poolId}_Google`],
      identities: [{ providerName: 'Google', providerType: 'Google', userId: '1234', primary: 'true' }],
    })
    expect(decodeJwt(access_token)).toMatchObject({ username: 'Google_1234', token_use: 'access' })
    const user = await cognito
      .client()
      .send(new sdk.AdminGetUserCommand({ UserPoolId: setup.poolId, Username: 'Google_1234' }))
    expect(user.UserStatus).toBe('EXTERNAL_PROVIDER')
  })

  test('the provider is asked with a state, a nonce and a code challenge of our own', async () => {
    await comeBack()
    const { asked } = provider.state
    expect(asked.get('client_id')).toBe(CLIENT_ID)
    expect(asked.get('redirect_uri')).toBe(`${cognito.service().url}/oauth2/idpresponse`)
    expect(asked.get('scope')).toBe('openid email profile')
    expect(asked.get('state')).not.toBe('mine')
    expect(asked.get('nonce')?.length).toBeGreaterThan(20)
    expect(asked.get('code_challenge_method')).toBe('S256')
  })

  test('a later login finds the same user and brings the profile up to date', async () => {
    const first = decodeJwt((await tokensFor(await logIn())).id_token)
    provider.state.claims = { ...provider.state.claims, name: 'Ada Lovelace' }
    visitor = browser(cognito.service().url)
    const second = decodeJwt((await tokensFor(await logIn())).id_token)
    expect(second.sub).toBe(first.sub)
    expect(second['name']).toBe('Ada Lovelace')
  })

  test('an identity that was linked to a local user signs that user in', async () => {
    const sub = await cognito.createMember(setup.poolId, 'linked@example.com')
    await cognito.client().send(
      new sdk.AdminLinkProviderForUserCommand({
        UserPoolId: setup.poolId,
        DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue: sub },
        SourceUser: {
          ProviderName: 'Google',
          ProviderAttributeName: 'Cognito_Subject',
          ProviderAttributeValue: 'linked-one',
        },
      }),
    )
    provider.state.claims = { sub: 'linked-one', email: 'other@gmail.example', name: 'Linked' }
    const claims = decodeJwt((await tokensFor(await logIn())).id_token)
    expect(claims).toMatchObject({ sub, email: 'linked@example.com' })
  })

  test('an address that the provider does not vouch for is not verified, and is no login', async () => {
    await cognito.createMember(setup.poolId, 'owner@example.com')
    provider.state.claims = { sub: 'thief', email: 'owner@example.com', name: 'Thief', email_verified: true }
    const claims = decodeJwt((await tokensFor(await logIn('Company'))).id_token)
    expect(claims).toMatchObject({ 'cognito:username': 'Company_thief', email_verified: false })
    await expect(cognito.logIn(setup.clientId, 'owner@example.com')).resolves.toBeDefined()
  })

  test('claims that the ID token lacks are fetched, from the same person only', async () => {
    provider.state.claims = { sub: 'sparse' }
    provider.state.userInfo = { sub: 'sparse', email: 'sparse@example.com', name: 'Sparse' }
    const claims = decodeJwt((await tokensFor(await logIn('Company'))).id_token)
    expect(claims['email']).toBe('sparse@example.com')
    visitor = browser(cognito.service().url)
    provider.state.userInfo = { sub: 'someone else', email: 'sparse@example.com', name: 'Sparse' }
    expect((await logIn('Company'))?.searchParams.get('error')).toBe('invalid_request')
  })

  test('an ID token with a strange signature, nonce or issuer lets nobody in', async () => {
    const attacks = [
      () => {
        provider.state.signedByStranger = true
      },
      () => {
        provider.state.claims = { sub: '1', nonce: 'replayed' }
      },
      () => {
        provider.state.claims = { sub: '1', iss: 'https://elsewhere.example' }
      },
    ]
    for (const attack of attacks) {
      provider.state.signedByStranger = false
      attack()
      const location = await logIn()
      expect(location?.searchParams.get('error')).toBe('invalid_request')
      expect(location?.searchParams.get('code')).toBeNull()
    }
  })

  test('an answer that was meant for another browser, or came before, leads nowhere', async () => {
    const back = await comeBack()
    const stranger = browser(cognito.service().url)
    expect((await stranger.go(back?.href ?? '')).status).toBe(400)
    expect((await visitor.go(back?.href ?? '')).status).toBe(302)
    expect((await visitor.go(back?.href ?? '')).status).toBe(400)
  })

  test('a refusal at the provider reaches the client', async () => {
    const there = await visitor.go(address('Google'))
    const state = there.location?.searchParams.get('state')
    const { location } = await visitor.go(`/oauth2/idpresponse?error=access_denied&state=${state}`)
    expect(location?.searchParams.get('error')).toBe('access_denied')
  })

  test('the page offers each provider beside the form', async () => {
    const { location } = await visitor.go(address('COGNITO'))
    const { text } = await visitor.go(location?.href ?? '')
    expect(text).toContain('Continue with Google')
    expect(text).toContain('Continue with Company')
    expect(text).toContain('name="password"')
  })
})
