// The contract of Cognito user pools for people who sign in with a password.
import { createHmac } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as sdk from '@aws-sdk/client-cognito-identity-provider'
import { createLocalJWKSet, createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type CognitoUnderTest,
  cognitoUnderTest,
  PASSWORD,
  remote,
  type Setup,
} from './cognito-under-test.ts'

const local = test.skipIf(remote)
const NEW_PASSWORD = 'Another horse 2?'

let cognito: CognitoUnderTest
let setup: Setup

beforeAll(async () => {
  cognito = await cognitoUnderTest()
  setup = await cognito.createPoolAndClient()
})
afterAll(() => cognito.stop())

const send: sdk.CognitoIdentityProviderClient['send'] = (...input: [never]) => cognito.client().send(...input)
const user = (email: string) => ({ UserPoolId: setup.poolId, Username: email })
const signUp = (Username: string, Password = PASSWORD) =>
  send(new sdk.SignUpCommand({ ClientId: setup.clientId, Username, Password }))
const wrongLogin = { name: 'NotAuthorizedException', message: 'Incorrect username or password.' }

test('a pool and a client are found as they were created', async () => {
  const { UserPool } = await send(new sdk.DescribeUserPoolCommand({ UserPoolId: setup.poolId }))
  expect(UserPool).toMatchObject({
    Id: setup.poolId,
    UsernameAttributes: ['email'],
    Policies: {
      PasswordPolicy: { MinimumLength: 8, RequireSymbols: true, TemporaryPasswordValidityDays: 7 },
    },
  })
  const { UserPools } = await send(new sdk.ListUserPoolsCommand({ MaxResults: 60 }))
  expect(UserPools?.map(({ Id }) => Id)).toContain(setup.poolId)
  const ids = { UserPoolId: setup.poolId, ClientId: setup.clientId }
  const { UserPoolClient } = await send(new sdk.DescribeUserPoolClientCommand(ids))
  expect(UserPoolClient).toMatchObject({ ...ids, EnableTokenRevocation: true, RefreshTokenValidity: 30 })
  expect(UserPoolClient?.ClientSecret).toBeUndefined()
  await expect(
    send(new sdk.DescribeUserPoolCommand({ UserPoolId: 'eu-central-1_Nowhere00' })),
  ).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
})

test('an updated client falls back to the defaults for what the update leaves out', async () => {
  const { poolId, clientId } = await cognito.createClient(setup.poolId, { AccessTokenValidity: 2 })
  const ids = { UserPoolId: poolId, ClientId: clientId }
  const { UserPoolClient } = await send(
    new sdk.UpdateUserPoolClientCommand({ ...ids, ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] }),
  )
  expect(UserPoolClient?.AccessTokenValidity).toBeUndefined()
  await cognito.createMember(poolId, 'flows@example.com')
  await expect(cognito.logIn(clientId, 'flows@example.com')).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: 'USER_PASSWORD_AUTH flow not enabled for this client',
  })
})

test('a protected pool is not deleted', async () => {
  const UserPoolId = await cognito.createPool({ DeletionProtection: 'ACTIVE' })
  await expect(send(new sdk.DeleteUserPoolCommand({ UserPoolId }))).rejects.toMatchObject({
    name: 'InvalidParameterException',
  })
  await send(new sdk.UpdateUserPoolCommand({ UserPoolId, DeletionProtection: 'INACTIVE' }))
  if (!remote) {
    await send(new sdk.DeleteUserPoolCommand({ UserPoolId }))
    await expect(send(new sdk.DescribeUserPoolCommand({ UserPoolId }))).rejects.toThrow('does not exist')
  }
})

test('a member logs in under any spelling of the address and gets tokens that a verifier of AWS accepts', async () => {
  const sub = await cognito.createMember(setup.poolId, 'Ada@Example.com')
  await send(new sdk.CreateGroupCommand({ UserPoolId: setup.poolId, GroupName: 'late', Precedence: 9 }))
  await send(new sdk.CreateGroupCommand({ UserPoolId: setup.poolId, GroupName: 'early', Precedence: 1 }))
  for (const GroupName of ['late', 'early']) {
    await send(new sdk.AdminAddUserToGroupCommand({ ...user('ada@example.com'), GroupName }))
  }
  const tokens = await cognito.logIn(setup.clientId, 'ADA@example.com')
  expect(tokens).toMatchObject({ TokenType: 'Bearer', ExpiresIn: 3600 })

  const issuer = `https://cognito-idp.${setup.poolId.split('_')[0]}.amazonaws.com/${setup.poolId}`
  const base = remote ? issuer : `${cognito.service().url}/${setup.poolId}`
  const keys = createRemoteJWKSet(new URL(`${base}/.well-known/jwks.json`))
  const access = await jwtVerify(tokens.AccessToken ?? '', keys, { issuer, algorithms: ['RS256'] })
  expect(access.protectedHeader.kid).toBeDefined()
  expect(access.payload).toMatchObject({
    sub,
    username: sub,
    client_id: setup.clientId,
    token_use: 'access',
    scope: 'aws.cognito.signin.user.admin',
    'cognito:groups': ['early', 'late'],
  })
  expect(access.payload.aud).toBeUndefined()
  const id = await jwtVerify(tokens.IdToken ?? '', keys, { issuer, audience: setup.clientId })
  expect(id.payload).toMatchObject({
    sub,
    'cognito:username': sub,
    token_use: 'id',
    email_verified: true,
    'cognito:groups': ['early', 'late'],
  })
  expect(String(id.payload['email']).toLowerCase()).toBe('ada@example.com')
  for (const { payload } of [access, id]) {
    expect(payload.jti).toMatch(/^[\da-f-]{36}$/)
    expect(payload['event_id']).toMatch(/^[\da-f-]{36}$/)
    expect(payload['origin_jti']).toBe(access.payload['origin_jti'])
    expect(payload['auth_time']).toBeTypeOf('number')
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(3600)
  }
  if (!remote) {
    const inProcess = createLocalJWKSet(cognito.service().jwks(setup.poolId))
    await expect(jwtVerify(tokens.AccessToken ?? '', inProcess, { issuer })).resolves.toBeDefined()
    expect(cognito.service().jwks(setup.poolId).keys[0]).not.toHaveProperty('d')
  }
})

test('a wrong password and an unknown address answer alike', async () => {
  await cognito.createMember(setup.poolId, 'wrong@example.com')
  await expect(cognito.logIn(setup.clientId, 'wrong@example.com', 'Wrong horse 1!')).rejects.toMatchObject(
    wrongLogin,
  )
  await expect(cognito.logIn(setup.clientId, 'nobody@example.com')).rejects.toMatchObject(wrongLogin)
})

test('a client without PreventUserExistenceErrors says who is unknown', async () => {
  const { clientId } = await cognito.createClient(setup.poolId, { PreventUserExistenceErrors: 'LEGACY' })
  await expect(cognito.logIn(clientId, 'nobody@example.com')).rejects.toMatchObject({
    name: 'UserNotFoundException',
  })
})

test('a password that the policy refuses is no password', async () => {
  const refusals: [string, string][] = [
    ['Sh0rt!a', 'Password not long enough'],
    ['no uppercase 1!', 'Password must have uppercase characters'],
    ['NO LOWERCASE 1!', 'Password must have lowercase characters'],
    ['No numbers at all!', 'Password must have numeric characters'],
    ['NoSymbolsAtAll1', 'Password must have symbol characters'],
  ]
  for (const [password, reason] of refusals) {
    await expect(signUp('policy@example.com', password)).rejects.toMatchObject({
      name: 'InvalidPasswordException',
      message: `Password did not conform with policy: ${reason}`,
    })
  }
})

test('a user who signed up is unconfirmed until the code comes back', async () => {
  const email = 'grace@example.com'
  const { UserConfirmed, CodeDeliveryDetails } = await signUp(email)
  expect(UserConfirmed).toBe(false)
  expect(CodeDeliveryDetails).toEqual({
    Destination: 'g***@e***',
    DeliveryMedium: 'EMAIL',
    AttributeName: 'email',
  })
  await expect(cognito.logIn(setup.clientId, email)).rejects.toMatchObject({
    name: 'UserNotConfirmedException',
  })
  await expect(cognito.logIn(setup.clientId, email, 'Wrong horse 1!')).rejects.toMatchObject(wrongLogin)
  await expect(signUp('GRACE@example.com')).rejects.toMatchObject({ name: 'UsernameExistsException' })
  const confirm = (ConfirmationCode: string) =>
    send(new sdk.ConfirmSignUpCommand({ ClientId: setup.clientId, Username: email, ConfirmationCode }))
  await expect(confirm('not it')).rejects.toMatchObject({ name: 'CodeMismatchException' })
  if (remote) return
  const first = cognito.codeFor(email)
  await send(new sdk.ResendConfirmationCodeCommand({ ClientId: setup.clientId, Username: email }))
  const code = cognito.codeFor(email)
  if (first !== code) await expect(confirm(first)).rejects.toMatchObject({ name: 'CodeMismatchException' })
  await confirm(code)
  await expect(confirm(code)).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  const { IdToken = '' } = await cognito.logIn(setup.clientId, email)
  expect(decodeJwt(IdToken)).toMatchObject({ email, email_verified: true })
})

local('a code ends after its day, and guessing it ends sooner', async () => {
  const email = 'late@example.com'
  await signUp(email)
  const confirm = (ConfirmationCode: string) =>
    send(new sdk.ConfirmSignUpCommand({ ClientId: setup.clientId, Username: email, ConfirmationCode }))
  const code = cognito.codeFor(email)
  for (let guess = 0; guess < 5; guess++)
    await expect(confirm('guess')).rejects.toThrow('Invalid verification')
  await expect(confirm(code)).rejects.toMatchObject({ name: 'LimitExceededException' })
  cognito.advance(24 * 3_600_000)
  await expect(confirm(code)).rejects.toMatchObject({ name: 'ExpiredCodeException' })
})

test('an administrator confirms, disables, changes, finds and deletes a user', async () => {
  const email = 'managed@example.com'
  const { UserSub } = await signUp(email)
  await send(new sdk.AdminConfirmSignUpCommand(user(email)))
  expect(await send(new sdk.AdminGetUserCommand(user(email)))).toMatchObject({
    Username: UserSub,
    UserStatus: 'CONFIRMED',
    Enabled: true,
  })
  await send(new sdk.AdminDisableUserCommand(user(email)))
  await expect(cognito.logIn(setup.clientId, email)).rejects.toMatchObject({ message: 'User is disabled.' })
  await send(new sdk.AdminEnableUserCommand(user(email)))
  await send(
    new sdk.AdminUpdateUserAttributesCommand({
      ...user(email),
      UserAttributes: [{ Name: 'name', Value: 'Max' }],
    }),
  )
  const { Users } = await send(
    new sdk.ListUsersCommand({ UserPoolId: setup.poolId, Filter: `email = "${email}"` }),
  )
  expect(Users).toHaveLength(1)
  expect(Users?.[0]?.Attributes).toContainEqual({ Name: 'name', Value: 'Max' })
  await send(new sdk.AdminDeleteUserCommand(user(email)))
  await expect(send(new sdk.AdminGetUserCommand(user(email)))).rejects.toMatchObject({
    name: 'UserNotFoundException',
  })
})

test('a pool that is closed to self-registration takes members from administrators only', async () => {
  const closed = await cognito.createPoolAndClient({
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
  })
  await expect(
    send(
      new sdk.SignUpCommand({ ClientId: closed.clientId, Username: 'me@example.com', Password: PASSWORD }),
    ),
  ).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'SignUp is not permitted for this user pool',
  })
  await cognito.createMember(closed.poolId, 'me@example.com')
  await expect(cognito.logIn(closed.clientId, 'me@example.com')).resolves.toHaveProperty('AccessToken')
})

test('a temporary password opens nothing but the choice of a new one', async () => {
  const email = 'invited@example.com'
  await send(
    new sdk.AdminCreateUserCommand({
      ...user(email),
      TemporaryPassword: PASSWORD,
      MessageAction: remote ? 'SUPPRESS' : undefined,
      UserAttributes: [{ Name: 'email', Value: email }],
    }),
  )
  if (!remote) expect(cognito.codeFor(email)).toBe(PASSWORD)
  const begun = await send(
    new sdk.InitiateAuthCommand({
      ClientId: setup.clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: email, PASSWORD },
    }),
  )
  expect(begun.ChallengeName).toBe('NEW_PASSWORD_REQUIRED')
  expect(begun.AuthenticationResult).toBeUndefined()
  const respond = (NEW_PASSWORD: string, Session = begun.Session) =>
    send(
      new sdk.RespondToAuthChallengeCommand({
        ClientId: setup.clientId,
        ChallengeName: 'NEW_PASSWORD_REQUIRED',
        Session,
        ChallengeResponses: { USERNAME: email, NEW_PASSWORD },
      }),
    )
  await expect(respond('weak')).rejects.toMatchObject({ name: 'InvalidPasswordException' })
  await expect(respond(NEW_PASSWORD, 'made up'.repeat(5))).rejects.toMatchObject({
    name: 'NotAuthorizedException',
  })
  expect((await respond(NEW_PASSWORD)).AuthenticationResult).toHaveProperty('RefreshToken')
  await expect(cognito.logIn(setup.clientId, email, NEW_PASSWORD)).resolves.toHaveProperty('AccessToken')
})

local('a temporary password ends after its days', async () => {
  const email = 'forgotten-invitation@example.com'
  await send(new sdk.AdminCreateUserCommand({ ...user(email), TemporaryPassword: PASSWORD }))
  cognito.advance(7 * 86_400_000)
  await expect(cognito.logIn(setup.clientId, email)).rejects.toThrow('Temporary password has expired')
})

test('a client with a secret must show that it has it', async () => {
  const { clientId, clientSecret = '' } = await cognito.createClient(setup.poolId, { GenerateSecret: true })
  const email = 'hashed@example.com'
  await cognito.createMember(setup.poolId, email)
  const logIn = (hash: Record<string, string>) =>
    send(
      new sdk.AdminInitiateAuthCommand({
        UserPoolId: setup.poolId,
        ClientId: clientId,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: email, PASSWORD, ...hash },
      }),
    )
  await expect(logIn({})).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  await expect(logIn({ SECRET_HASH: 'AAAA' })).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  const SECRET_HASH = createHmac('sha256', clientSecret).update(`${email}${clientId}`).digest('base64')
  expect((await logIn({ SECRET_HASH })).AuthenticationResult).toHaveProperty('AccessToken')
})

test('a refresh token brings new tokens of the same login until it is revoked', async () => {
  await cognito.createMember(setup.poolId, 'refresh@example.com')
  const first = await cognito.logIn(setup.clientId, 'refresh@example.com')
  const second = await cognito.refresh(setup.clientId, first.RefreshToken)
  expect(second?.RefreshToken).toBeUndefined()
  const [before, after] = [decodeJwt(first.AccessToken ?? ''), decodeJwt(second?.AccessToken ?? '')]
  expect(after['auth_time']).toBe(before['auth_time'])
  expect(after['origin_jti']).toBe(before['origin_jti'])
  expect(after.jti).not.toBe(before.jti)

  await send(new sdk.RevokeTokenCommand({ ClientId: setup.clientId, Token: first.RefreshToken }))
  await expect(cognito.refresh(setup.clientId, first.RefreshToken)).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'Refresh Token has been revoked',
  })
  await expect(send(new sdk.GetUserCommand({ AccessToken: second?.AccessToken }))).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'Access Token has been revoked',
  })
  await expect(cognito.refresh(setup.clientId, 'nonsense')).rejects.toMatchObject({
    name: 'NotAuthorizedException',
  })
})

test('a refresh token of one client is none of another', async () => {
  const other = await cognito.createClient(setup.poolId)
  await cognito.createMember(setup.poolId, 'two-clients@example.com')
  const { RefreshToken } = await cognito.logIn(setup.clientId, 'two-clients@example.com')
  await expect(cognito.refresh(other.clientId, RefreshToken)).rejects.toMatchObject({
    name: 'NotAuthorizedException',
  })
})

local('tokens live as long as their client says', async () => {
  const { clientId } = await cognito.createClient(setup.poolId, {
    AccessTokenValidity: 10,
    IdTokenValidity: 20,
    RefreshTokenValidity: 2,
    TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'hours' },
  })
  await cognito.createMember(setup.poolId, 'validity@example.com')
  const { AccessToken, IdToken, RefreshToken, ExpiresIn } = await cognito.logIn(
    clientId,
    'validity@example.com',
  )
  expect(ExpiresIn).toBe(600)
  const id = decodeJwt(IdToken ?? '')
  expect((id.exp ?? 0) - (id.iat ?? 0)).toBe(1200)
  cognito.advance(601_000)
  await expect(send(new sdk.GetUserCommand({ AccessToken }))).rejects.toThrow('Access Token has expired')
  await expect(cognito.refresh(clientId, RefreshToken)).resolves.toHaveProperty('AccessToken')
  cognito.advance(7_200_000)
  await expect(cognito.refresh(clientId, RefreshToken)).rejects.toThrow('Refresh Token has expired')
})

test('a validity outside of what AWS allows is refused', async () => {
  await expect(
    cognito.createClient(setup.poolId, {
      AccessTokenValidity: 2,
      TokenValidityUnits: { AccessToken: 'days' },
    }),
  ).rejects.toMatchObject({ name: 'InvalidParameterException' })
})

test('a rotated refresh token is good once', async () => {
  const { clientId } = await cognito.createClient(setup.poolId, {
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
    RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 },
  })
  await cognito.createMember(setup.poolId, 'rotate@example.com')
  const { RefreshToken } = await cognito.logIn(clientId, 'rotate@example.com')
  const rotate = async (token: string | undefined) =>
    (await send(new sdk.GetTokensFromRefreshTokenCommand({ ClientId: clientId, RefreshToken: token })))
      .AuthenticationResult
  const next = await rotate(RefreshToken)
  expect(next?.RefreshToken).not.toBe(RefreshToken)
  await expect(rotate(RefreshToken)).rejects.toMatchObject({ name: 'RefreshTokenReuseException' })
  await expect(rotate(next?.RefreshToken)).resolves.toHaveProperty('AccessToken')
})

describe.skipIf(remote)('a rotated refresh token', () => {
  const rotating = async (email: string, settings: Partial<sdk.CreateUserPoolClientRequest> = {}) => {
    const { clientId } = await cognito.createClient(setup.poolId, {
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 30 },
      ...settings,
    })
    await cognito.createMember(setup.poolId, email)
    const { RefreshToken } = await cognito.logIn(clientId, email)
    const rotate = async (token: string | undefined) =>
      (await send(new sdk.GetTokensFromRefreshTokenCommand({ ClientId: clientId, RefreshToken: token })))
        .AuthenticationResult?.RefreshToken
    return { clientId, first: RefreshToken, rotate }
  }

  test('may come again within its grace period, so that a lost answer or a second tab ends no login', async () => {
    const { first, rotate } = await rotating('rotating-grace@example.com')
    const tabs: (string | undefined)[] = []
    for (let tab = 0; tab < 8; tab++) tabs.push(await rotate(first))
    cognito.advance(29_000)
    await expect(rotate(first)).resolves.toBeDefined()
    cognito.advance(1_000)
    await expect(rotate(first)).rejects.toMatchObject({ name: 'RefreshTokenReuseException' })
    expect(new Set(tabs).size).toBe(8)
    for (const token of tabs) await expect(rotate(token)).resolves.toBeDefined()
  })

  test('does not lengthen the login: its successor ends when it would have ended', async () => {
    const { first, rotate } = await rotating('rotating-remaining@example.com', {
      RefreshTokenValidity: 2,
      AccessTokenValidity: 1,
      IdTokenValidity: 1,
      TokenValidityUnits: { RefreshToken: 'hours', AccessToken: 'hours', IdToken: 'hours' },
    })
    cognito.advance(3_600_000)
    const second = await rotate(first)
    cognito.advance(3_600_000)
    await expect(rotate(second)).rejects.toThrow('Refresh Token has expired')
  })

  test('takes its whole family along when it is revoked', async () => {
    const { clientId, first, rotate } = await rotating('rotating-family@example.com')
    const second = await rotate(first)
    cognito.advance(60_000)
    await expect(rotate(first)).rejects.toMatchObject({ name: 'RefreshTokenReuseException' })
    await send(new sdk.RevokeTokenCommand({ ClientId: clientId, Token: first }))
    await expect(rotate(second)).rejects.toThrow('revoked')
  })

  test('is not for REFRESH_TOKEN_AUTH, and a client may not ask for both', async () => {
    const { clientId, first } = await rotating('rotating-flows@example.com')
    await expect(cognito.refresh(clientId, first)).rejects.toMatchObject({
      name: 'InvalidParameterException',
    })
    await expect(
      cognito.createClient(setup.poolId, {
        RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 },
        ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
      }),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' })
    await expect(
      cognito.createClient(setup.poolId, {
        RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 61 },
        ExplicitAuthFlows: [],
      }),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' })
  })
})

test('a global sign-out ends every session, by the user or by an administrator', async () => {
  const email = 'everywhere@example.com'
  await cognito.createMember(setup.poolId, email)
  for (const signOut of [
    (AccessToken?: string) => send(new sdk.GlobalSignOutCommand({ AccessToken })),
    () => send(new sdk.AdminUserGlobalSignOutCommand(user(email))),
  ]) {
    const [one, two] = [
      await cognito.logIn(setup.clientId, email),
      await cognito.logIn(setup.clientId, email),
    ]
    await signOut(one.AccessToken)
    await expect(cognito.refresh(setup.clientId, two.RefreshToken)).rejects.toThrow('revoked')
    await expect(send(new sdk.GetUserCommand({ AccessToken: two.AccessToken }))).rejects.toThrow('revoked')
  }
  await expect(cognito.logIn(setup.clientId, email)).resolves.toHaveProperty('AccessToken')
})

test('users change their own password and delete themselves', async () => {
  const email = 'self@example.com'
  const sub = await cognito.createMember(setup.poolId, email)
  const { AccessToken } = await cognito.logIn(setup.clientId, email)
  const own = await send(new sdk.GetUserCommand({ AccessToken }))
  expect(own.Username).toBe(sub)
  expect(own.UserAttributes).toContainEqual({ Name: 'email', Value: email })
  const change = (PreviousPassword: string) =>
    send(new sdk.ChangePasswordCommand({ AccessToken, PreviousPassword, ProposedPassword: NEW_PASSWORD }))
  await expect(change('Wrong horse 1!')).rejects.toMatchObject(wrongLogin)
  await change(PASSWORD)
  await expect(cognito.logIn(setup.clientId, email)).rejects.toMatchObject(wrongLogin)
  await expect(cognito.logIn(setup.clientId, email, NEW_PASSWORD)).resolves.toHaveProperty('AccessToken')
  await send(new sdk.DeleteUserCommand({ AccessToken }))
  await expect(send(new sdk.AdminGetUserCommand(user(email)))).rejects.toMatchObject({
    name: 'UserNotFoundException',
  })
})

local('a forgotten password is replaced with a code that works once and for an hour', async () => {
  const email = 'forgot@example.com'
  await cognito.createMember(setup.poolId, email)
  const ask = () => send(new sdk.ForgotPasswordCommand({ ClientId: setup.clientId, Username: email }))
  const confirm = (ConfirmationCode: string) =>
    send(
      new sdk.ConfirmForgotPasswordCommand({
        ClientId: setup.clientId,
        Username: email,
        ConfirmationCode,
        Password: NEW_PASSWORD,
      }),
    )
  expect((await ask()).CodeDeliveryDetails?.Destination).toBe('f***@e***')
  await expect(confirm('000')).rejects.toMatchObject({ name: 'CodeMismatchException' })
  cognito.advance(3_600_000)
  await expect(confirm(cognito.codeFor(email))).rejects.toMatchObject({ name: 'ExpiredCodeException' })
  await ask()
  const code = cognito.codeFor(email)
  await confirm(code)
  await expect(confirm(code)).rejects.toMatchObject({ name: 'ExpiredCodeException' })
  await expect(cognito.logIn(setup.clientId, email, NEW_PASSWORD)).resolves.toHaveProperty('AccessToken')
})

test('asking for a new password does not tell who has an account', async () => {
  const { CodeDeliveryDetails } = await send(
    new sdk.ForgotPasswordCommand({ ClientId: setup.clientId, Username: 'nobody@example.com' }),
  )
  expect(CodeDeliveryDetails?.DeliveryMedium).toBe('EMAIL')
  if (!remote) expect(cognito.codeFor('nobody@example.com')).toBe('no message was sent')
})

test('an administrator who resets a password makes the user choose another', async () => {
  await cognito.createMember(setup.poolId, 'reset@example.com')
  await send(new sdk.AdminResetUserPasswordCommand(user('reset@example.com')))
  await expect(cognito.logIn(setup.clientId, 'reset@example.com')).rejects.toMatchObject({
    name: 'PasswordResetRequiredException',
  })
})

local('five wrong passwords lock a user, a little longer with each further one', async () => {
  const email = 'locked@example.com'
  await cognito.createMember(setup.poolId, email)
  const wrong = () => cognito.logIn(setup.clientId, email, 'Wrong horse 1!')
  for (let attempt = 0; attempt < 5; attempt++) await expect(wrong()).rejects.toMatchObject(wrongLogin)
  const locked = { name: 'NotAuthorizedException', message: 'Password attempts exceeded' }
  await expect(cognito.logIn(setup.clientId, email)).rejects.toMatchObject(locked)
  cognito.advance(1_000)
  await expect(wrong()).rejects.toMatchObject(wrongLogin)
  cognito.advance(1_000)
  await expect(cognito.logIn(setup.clientId, email)).rejects.toMatchObject(locked)
  for (let attempt = 0; attempt < 19; attempt++) await expect(wrong()).rejects.toMatchObject(locked)
  await expect(wrong()).rejects.toMatchObject({ name: 'TooManyRequestsException' })
  cognito.advance(1_000)
  await expect(cognito.logIn(setup.clientId, email)).resolves.toHaveProperty('AccessToken')
})

local('guesses sent at once are counted one by one', async () => {
  const email = 'parallel@example.com'
  await cognito.createMember(setup.poolId, email)
  const guesses = Array.from({ length: 12 }, () =>
    cognito.logIn(setup.clientId, email, 'Wrong horse 1!').catch((error: Error) => error.message),
  )
  const answers = await Promise.all(guesses)
  expect(answers.filter((message) => message === wrongLogin.message)).toHaveLength(5)
})

local('what needs credentials is refused without', async () => {
  const answer = await fetch(cognito.service().url, {
    method: 'POST',
    headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.AdminGetUser' },
    body: JSON.stringify(user('ada@example.com')),
  })
  expect(answer.headers.get('x-amzn-errortype')).toBe('MissingAuthenticationTokenException')
})

local('no password and no code is on disk in clear', async () => {
  await signUp('clear@example.com')
  await send(new sdk.AdminConfirmSignUpCommand(user('clear@example.com')))
  const { RefreshToken = '' } = await cognito.logIn(setup.clientId, 'clear@example.com')
  const journal = await readFile(join(cognito.directory, setup.poolId, 'journal.ndjson'), 'utf8')
  expect(journal).toContain('clear@example.com')
  expect(journal).not.toContain(PASSWORD)
  expect(journal).not.toContain(RefreshToken)
  expect(journal).not.toContain(`"${cognito.codeFor('clear@example.com')}"`)
})
