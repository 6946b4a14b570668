// The contract of names, addresses and lists: who is called what, and who is found.
import * as sdk from '@aws-sdk/client-cognito-identity-provider'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CognitoUnderTest, cognitoUnderTest, PASSWORD, remote } from './cognito-under-test.ts'

const local = test.skipIf(remote)
let cognito: CognitoUnderTest

beforeAll(async () => {
  cognito = await cognitoUnderTest()
})
afterAll(() => cognito.stop())

const send: sdk.CognitoIdentityProviderClient['send'] = (...input: [never]) => cognito.client().send(...input)

local(
  'with e-mail as an alias, a verified address logs in beside the name, and belongs to one user',
  async () => {
    const aliased = { UsernameAttributes: undefined, AliasAttributes: ['email' as const] }
    const { poolId, clientId } = await cognito.createPoolAndClient(aliased)
    const signUp = (Username: string) =>
      send(
        new sdk.SignUpCommand({
          ClientId: clientId,
          Username,
          Password: PASSWORD,
          UserAttributes: [{ Name: 'email', Value: 'shared@example.com' }],
        }),
      )
    const confirm = (Username: string) => {
      const ConfirmationCode = cognito.codeFor('shared@example.com')
      return send(new sdk.ConfirmSignUpCommand({ ClientId: clientId, Username, ConfirmationCode }))
    }
    await expect(signUp('shared@example.com')).rejects.toThrow('cannot be of email format')
    await signUp('first')
    await confirm('first')
    await signUp('second')
    await expect(confirm('second')).rejects.toMatchObject({ name: 'AliasExistsException' })
    for (const login of ['first', 'SHARED@example.com']) {
      await expect(cognito.logIn(clientId, login)).resolves.toHaveProperty('AccessToken')
    }
    const { Username } = await send(new sdk.AdminGetUserCommand({ UserPoolId: poolId, Username: 'FIRST' }))
    expect(Username).toBe('first')
  },
)

test('in a pool that tells capitals apart, another spelling is another name', async () => {
  const { poolId, clientId } = await cognito.createPoolAndClient({
    UsernameAttributes: undefined,
    UsernameConfiguration: undefined,
  })
  await cognito.createMember(poolId, 'Ada')
  await expect(cognito.logIn(clientId, 'ada')).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  await expect(cognito.logIn(clientId, 'Ada')).resolves.toHaveProperty('AccessToken')
})

local('a changed address is verified by a code, and logs in from then on', async () => {
  const { poolId, clientId } = await cognito.createPoolAndClient()
  await cognito.createMember(poolId, 'old@example.com')
  await cognito.createMember(poolId, 'taken@example.com')
  const { AccessToken } = await cognito.logIn(clientId, 'old@example.com')
  const change = (Value: string) =>
    send(new sdk.UpdateUserAttributesCommand({ AccessToken, UserAttributes: [{ Name: 'email', Value }] }))
  await expect(change('taken@example.com')).rejects.toMatchObject({ name: 'AliasExistsException' })
  await expect(change('no address')).rejects.toMatchObject({ name: 'InvalidParameterException' })
  await change('new@example.com')
  const verified = async () => {
    const { UserAttributes } = await send(new sdk.GetUserCommand({ AccessToken }))
    return UserAttributes?.find(({ Name }) => Name === 'email_verified')?.Value
  }
  expect(await verified()).toBe('false')
  const Code = cognito.codeFor('new@example.com')
  await send(new sdk.VerifyUserAttributeCommand({ AccessToken, AttributeName: 'email', Code }))
  expect(await verified()).toBe('true')
  await expect(cognito.logIn(clientId, 'new@example.com')).resolves.toHaveProperty('AccessToken')
  await expect(cognito.logIn(clientId, 'old@example.com')).rejects.toMatchObject({
    name: 'NotAuthorizedException',
  })
})

test('users do not vouch for their own address, nor fill in what the pool does not know', async () => {
  const { clientId } = await cognito.createPoolAndClient({ Schema: [{ Name: 'name', Required: true }] })
  const signUp = (attributes: [string, string][]) =>
    send(
      new sdk.SignUpCommand({
        ClientId: clientId,
        Username: 'schema@example.com',
        Password: PASSWORD,
        UserAttributes: attributes.map(([Name, Value]) => ({ Name, Value })),
      }),
    )
  await expect(signUp([['email_verified', 'true']])).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  await expect(signUp([['custom:unknown', 'x']])).rejects.toMatchObject({ name: 'InvalidParameterException' })
  await expect(signUp([])).rejects.toThrow('The attribute name is required')
  await expect(signUp([['name', 'Ada']])).resolves.toHaveProperty('UserSub')
})

test('the list of users comes in pages and is filtered', async () => {
  const { poolId } = await cognito.createPoolAndClient()
  const emails = ['a1@example.com', 'a2@example.com', 'a3@example.com', 'b1@example.com']
  for (const email of emails) await cognito.createMember(poolId, email)
  const found: (string | undefined)[] = []
  let PaginationToken: string | undefined
  do {
    const page = await send(
      new sdk.ListUsersCommand({ UserPoolId: poolId, Filter: 'email ^= "a"', Limit: 2, PaginationToken }),
    )
    expect(page.Users?.length).toBeLessThanOrEqual(2)
    for (const { Attributes } of page.Users ?? []) {
      found.push(Attributes?.find(({ Name }) => Name === 'email')?.Value)
    }
    PaginationToken = page.PaginationToken
  } while (PaginationToken)
  expect(found.sort()).toEqual(emails.slice(0, 3))
  await expect(
    send(new sdk.ListUsersCommand({ UserPoolId: poolId, Filter: 'shoe_size = "44"' })),
  ).rejects.toMatchObject({ name: 'InvalidParameterException' })
})

test('a member of a group is listed in it until taken out', async () => {
  const { poolId } = await cognito.createPoolAndClient()
  await cognito.createMember(poolId, 'grouped@example.com')
  const member = { UserPoolId: poolId, GroupName: 'staff', Username: 'grouped@example.com' }
  await expect(send(new sdk.AdminAddUserToGroupCommand(member))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  })
  await send(new sdk.CreateGroupCommand({ UserPoolId: poolId, GroupName: 'staff' }))
  await expect(
    send(new sdk.CreateGroupCommand({ UserPoolId: poolId, GroupName: 'staff' })),
  ).rejects.toMatchObject({ name: 'GroupExistsException' })
  await send(new sdk.AdminAddUserToGroupCommand(member))
  const groups = async () => {
    const { Groups } = await send(new sdk.AdminListGroupsForUserCommand(member))
    return Groups?.map(({ GroupName }) => GroupName)
  }
  expect(await groups()).toEqual(['staff'])
  await send(new sdk.AdminRemoveUserFromGroupCommand(member))
  expect(await groups()).toEqual([])
})

local('what this service cannot enforce, it refuses by name', async () => {
  await expect(cognito.createPool({ MfaConfiguration: 'ON' })).rejects.toThrow('MfaConfiguration ON')
  await expect(
    cognito.createPool({ LambdaConfig: { CustomMessage: 'arn:aws:lambda:x:000000000000:function:f' } }),
  ).rejects.toThrow('CustomMessage')
  await expect(send(new sdk.ListDevicesCommand({ AccessToken: 'x' }))).rejects.toMatchObject({
    name: 'UnknownOperationException',
  })
})
