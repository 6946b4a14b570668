// Logging in without sending the password: SRP as the browser libraries of Cognito do it.
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CognitoUnderTest, cognitoUnderTest, PASSWORD, type Setup } from './cognito-under-test.ts'
import { srpClient } from './srp-client.ts'

const EMAIL = 'srp@example.com'
let cognito: CognitoUnderTest
let setup: Setup
let sub: string

beforeAll(async () => {
  cognito = await cognitoUnderTest()
  setup = await cognito.createPoolAndClient()
  sub = await cognito.createMember(setup.poolId, EMAIL)
})
afterAll(() => cognito.stop())

const begin = (publicA: string, email = EMAIL, clientId = setup.clientId) =>
  cognito.client().send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: 'USER_SRP_AUTH',
      AuthParameters: { USERNAME: email, SRP_A: publicA },
    }),
  )
const respond = (ChallengeResponses: Record<string, string>) =>
  cognito.client().send(
    new RespondToAuthChallengeCommand({
      ClientId: setup.clientId,
      ChallengeName: 'PASSWORD_VERIFIER',
      ChallengeResponses,
    }),
  )
const logIn = async (password: string, email = EMAIL) => {
  const client = srpClient(setup.poolId, password)
  const { ChallengeParameters } = await begin(client.publicA, email)
  return respond(client.answer(ChallengeParameters))
}
const wrongLogin = { name: 'NotAuthorizedException', message: 'Incorrect username or password.' }

test('the proof of the right password logs in', async () => {
  // Several times: the paddings of SRP go wrong for some random numbers only.
  for (let round = 0; round < 4; round++) {
    const { AuthenticationResult } = await logIn(PASSWORD)
    expect(decodeJwt(AuthenticationResult?.AccessToken ?? '').sub).toBe(sub)
    expect(AuthenticationResult?.RefreshToken).toBeDefined()
  }
})

test('the proof of another password does not', async () => {
  await expect(logIn('Wrong horse 1!')).rejects.toMatchObject(wrongLogin)
})

test('a proof is good for one login', async () => {
  const client = srpClient(setup.poolId, PASSWORD)
  const { ChallengeName, ChallengeParameters } = await begin(client.publicA)
  expect(ChallengeName).toBe('PASSWORD_VERIFIER')
  expect(ChallengeParameters?.['USER_ID_FOR_SRP']).toBe(sub)
  const proof = client.answer(ChallengeParameters)
  await respond(proof)
  await expect(respond(proof)).rejects.toMatchObject({ name: 'NotAuthorizedException' })
})

test('someone unknown is challenged like everyone else, with the same salt every time', async () => {
  const { publicA } = srpClient(setup.poolId, PASSWORD)
  const salts = [await begin(publicA, 'nobody@example.com'), await begin(publicA, 'nobody@example.com')].map(
    ({ ChallengeParameters }) => ChallengeParameters?.['SALT'],
  )
  expect(salts[0]).toMatch(/^[\da-f]+$/)
  expect(salts[1]).toBe(salts[0])
  await expect(logIn(PASSWORD, 'nobody@example.com')).rejects.toMatchObject(wrongLogin)
})

test('a client number that would give the secret away is refused', async () => {
  await expect(begin('0')).rejects.toThrow()
})

test('a client that does not allow SRP does not begin it', async () => {
  const { clientId } = await cognito.createClient(setup.poolId, {
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  })
  await expect(begin(srpClient(setup.poolId, PASSWORD).publicA, EMAIL, clientId)).rejects.toMatchObject({
    name: 'InvalidParameterException',
  })
})

test('the proof of a temporary password leads to the choice of a new one', async () => {
  const user = { UserPoolId: setup.poolId, Username: 'temporary@example.com' }
  await cognito.client().send(new AdminCreateUserCommand({ ...user, MessageAction: 'SUPPRESS' }))
  await cognito
    .client()
    .send(new AdminSetUserPasswordCommand({ ...user, Password: PASSWORD, Permanent: false }))
  const answer = await logIn(PASSWORD, user.Username)
  expect(answer.ChallengeName).toBe('NEW_PASSWORD_REQUIRED')
  expect(answer.AuthenticationResult).toBeUndefined()
})
