// The PreSignUp trigger: a function of the pool's owner decides who becomes a user.
import * as sdk from '@aws-sdk/client-cognito-identity-provider'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { FunctionError } from '../../../local/lambda/invoke.ts'
import { browser } from './cognito-browser.ts'
import {
  type CognitoUnderTest,
  cognitoUnderTest,
  PASSWORD,
  REGION,
  remote,
  type Setup,
} from './cognito-under-test.ts'
import { CLIENT_ID, CLIENT_SECRET, startOidcProvider } from './oidc-provider.ts'

const ARN = 'arn:aws:lambda:eu-central-1:000000000000:function:admit'
const CALLBACK = 'http://localhost:4300/callback'

type Event = { response: Record<string, boolean>; [other: string]: unknown }

describe.skipIf(remote)('the trigger before a sign-up', () => {
  let cognito: CognitoUnderTest
  let setup: Setup
  const asked: { arn: string; event: Event }[] = []
  let answer: (event: Event) => unknown

  beforeAll(async () => {
    cognito = await cognitoUnderTest(async (arn, event) => {
      asked.push({ arn, event: structuredClone(event) as Event })
      return answer(event as Event)
    })
    setup = await cognito.createPoolAndClient({ LambdaConfig: { PreSignUp: ARN } })
  })
  afterAll(() => cognito.stop())
  beforeEach(() => {
    asked.length = 0
    answer = (event) => event
  })

  const signUp = (email: string, more: Partial<sdk.SignUpRequest> = {}) =>
    cognito
      .client()
      .send(new sdk.SignUpCommand({ ClientId: setup.clientId, Username: email, Password: PASSWORD, ...more }))
  const read = (Username: string) =>
    cognito.client().send(new sdk.AdminGetUserCommand({ UserPoolId: setup.poolId, Username }))
  const refusing = (error: Error) => () => {
    throw error
  }

  test('is asked with the event that AWS sends', async () => {
    const { UserSub } = await signUp('ada@example.com', {
      UserAttributes: [{ Name: 'name', Value: 'Ada' }],
      ValidationData: [{ Name: 'form', Value: 'short' }],
      ClientMetadata: { campaign: 'spring' },
    })
    expect(asked).toEqual([
      {
        arn: ARN,
        event: {
          version: '1',
          triggerSource: 'PreSignUp_SignUp',
          region: REGION,
          userPoolId: setup.poolId,
          userName: UserSub,
          callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: setup.clientId },
          request: {
            userAttributes: { email: 'ada@example.com', name: 'Ada' },
            validationData: { form: 'short' },
            clientMetadata: { campaign: 'spring' },
          },
          response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
        },
      },
    ])
  })

  test('leaves the confirmation to a code, unless it says otherwise', async () => {
    expect((await signUp('coded@example.com')).UserConfirmed).toBe(false)
    expect((await read('coded@example.com')).UserStatus).toBe('UNCONFIRMED')
    expect(cognito.codeFor('coded@example.com')).toMatch(/^\d{6}$/)

    answer = (event) => ({ ...event, response: { autoConfirmUser: true, autoVerifyEmail: true } })
    const { UserConfirmed, CodeDeliveryDetails } = await signUp('trusted@example.com')
    expect([UserConfirmed, CodeDeliveryDetails]).toEqual([true, undefined])
    expect((await read('trusted@example.com')).UserAttributes).toContainEqual({
      Name: 'email_verified',
      Value: 'true',
    })
    await expect(cognito.logIn(setup.clientId, 'trusted@example.com')).resolves.toHaveProperty('AccessToken')
  })

  test('that throws lets nobody in, and its message reaches the caller', async () => {
    answer = refusing(new Error('registration-closed'))
    await expect(signUp('refused@example.com')).rejects.toMatchObject({
      name: 'UserLambdaValidationException',
      message: 'PreSignUp failed with error registration-closed.',
    })
    await expect(read('refused@example.com')).rejects.toMatchObject({ name: 'UserNotFoundException' })
  })

  test('that does not answer, or answers nonsense, lets nobody in', async () => {
    answer = refusing(new FunctionError('Sandbox.Timedout', 'Task timed out after 5.00 seconds'))
    await expect(signUp('slow@example.com')).rejects.toMatchObject({ name: 'UnexpectedLambdaException' })
    answer = () => 'yes'
    await expect(signUp('vague@example.com')).rejects.toMatchObject({
      name: 'InvalidLambdaResponseException',
    })
    for (const email of ['slow@example.com', 'vague@example.com'])
      await expect(read(email)).rejects.toMatchObject({ name: 'UserNotFoundException' })
  })

  test('is asked for users of an administrator too, who stay as the administrator made them', async () => {
    answer = (event) => ({ ...event, response: { autoConfirmUser: true, autoVerifyEmail: true } })
    const create = (Username: string) =>
      cognito
        .client()
        .send(
          new sdk.AdminCreateUserCommand({ UserPoolId: setup.poolId, Username, MessageAction: 'SUPPRESS' }),
        )
    const { User } = await create('made@example.com')
    expect(asked[0]?.event).toMatchObject({
      triggerSource: 'PreSignUp_AdminCreateUser',
      userName: User?.Username,
      callerContext: { clientId: 'CLIENT_ID_NOT_APPLICABLE' },
    })
    expect(User?.UserStatus).toBe('FORCE_CHANGE_PASSWORD')
    answer = refusing(new Error('no'))
    await expect(create('unmade@example.com')).rejects.toMatchObject({
      name: 'UserLambdaValidationException',
    })
  })

  test('is the only one that is offered', async () => {
    const pool = cognito.createPool({ LambdaConfig: { PreSignUp: ARN, PostConfirmation: ARN } })
    await expect(pool).rejects.toThrow('The trigger PostConfirmation is not offered by this service.')
  })

  test('comes back with the pool after a restart', async () => {
    await cognito.restart()
    await signUp('later@example.com')
    expect(asked).toHaveLength(1)
  })

  describe('by an external provider', () => {
    let provider: Awaited<ReturnType<typeof startOidcProvider>>
    let clientId: string

    beforeAll(async () => {
      provider = await startOidcProvider()
      const { poolId } = setup
      await cognito.client().send(
        new sdk.CreateIdentityProviderCommand({
          UserPoolId: poolId,
          ProviderName: 'Google',
          ProviderType: 'Google',
          ProviderDetails: {
            client_id: CLIENT_ID,
            client_secret: CLIENT_SECRET,
            authorize_scopes: 'openid email',
            oidc_issuer: provider.url,
          },
          AttributeMapping: { email: 'email', email_verified: 'email_verified' },
        }),
      )
      clientId = (
        await cognito.createClient(poolId, {
          AllowedOAuthFlowsUserPoolClient: true,
          AllowedOAuthFlows: ['code'],
          AllowedOAuthScopes: ['openid', 'email'],
          CallbackURLs: [CALLBACK],
          SupportedIdentityProviders: ['Google'],
        })
      ).clientId
    })
    afterAll(() => provider.stop())

    const comeBack = async (sub: string) => {
      provider.state.claims = { sub, email: `${sub}@gmail.example`, email_verified: true }
      const visitor = browser(cognito.service().url)
      const query = { response_type: 'code', client_id: clientId, redirect_uri: CALLBACK, state: 'mine' }
      const there = await visitor.go(`/oauth2/authorize?${new URLSearchParams(query)}`)
      const back = await visitor.go(there.location?.href ?? '')
      return () => visitor.go(back.location?.href ?? '').then(({ location }) => location)
    }
    const logIn = async (sub: string) => (await comeBack(sub))()
    const tokens = async (location: URL | undefined) => {
      const response = await fetch(`${cognito.service().url}/oauth2/token`, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'authorization_code',
          client_id: clientId,
          redirect_uri: CALLBACK,
          code: location?.searchParams.get('code') ?? '',
        }),
      })
      return (await response.json()) as { id_token: string }
    }

    test('is asked at the first sign-in only', async () => {
      expect((await logIn('first'))?.searchParams.get('code')).not.toBeNull()
      expect((await logIn('first'))?.searchParams.get('code')).not.toBeNull()
      expect(asked.map(({ event }) => event)).toMatchObject([
        {
          triggerSource: 'PreSignUp_ExternalProvider',
          userName: 'Google_first',
          callerContext: { clientId },
          request: { userAttributes: { email: 'first@gmail.example', email_verified: 'true' } },
        },
      ])
    })

    test('ends a sign-in that it refuses at the client, and creates nobody', async () => {
      answer = refusing(new Error('domain-not-allowed'))
      const location = await logIn('stranger')
      expect(location?.href.startsWith(CALLBACK)).toBe(true)
      expect(Object.fromEntries(location?.searchParams ?? [])).toEqual({
        error: 'invalid_request',
        error_description: 'PreSignUp failed with error domain-not-allowed. ',
        state: 'mine',
      })
      await expect(read('Google_stranger')).rejects.toMatchObject({ name: 'UserNotFoundException' })
    })

    test('asked twice at once for one person makes one user', async () => {
      const waiting: (() => void)[] = []
      answer = (event) => new Promise((resolve) => waiting.push(() => resolve(event)))
      const [one, two] = [await comeBack('twice'), await comeBack('twice')]
      const arrivals = [one(), two()]
      while (waiting.length < 2) await new Promise((resolve) => setImmediate(resolve))
      for (const go of waiting) go()
      const subs = []
      for (const location of await Promise.all(arrivals))
        subs.push(decodeJwt((await tokens(location)).id_token).sub)
      expect(new Set(subs).size).toBe(1)
    })
  })
})
