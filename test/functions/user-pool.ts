// A user pool with one member, for the functions that log in.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { startCognito } from '../../local/services/cognito/server.ts'

export const MEMBER = { email: 'ada@example.com', password: 'correct-Horse-7-battery' }

/** Import handlers only after this: they read their environment when they are loaded. */
export const startUserPool = async () => {
  const directory = await mkdtemp(join(tmpdir(), 'playhead-members-'))
  const service = await startCognito({ directory, region: 'us-east-1' })
  Object.assign(process.env, {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test-secret',
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: service.url,
  })
  const client = new CognitoIdentityProviderClient()
  const { UserPool } = await client.send(
    new CreateUserPoolCommand({ PoolName: 'members', UsernameAttributes: ['email'] }),
  )
  const UserPoolId = UserPool?.Id
  const { UserPoolClient } = await client.send(
    new CreateUserPoolClientCommand({
      UserPoolId,
      ClientName: 'dashboard',
      PreventUserExistenceErrors: 'ENABLED',
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    }),
  )
  process.env['USER_POOL_CLIENT_ID'] = UserPoolClient?.ClientId ?? ''
  const member = { UserPoolId, Username: MEMBER.email }
  const email = { Name: 'email', Value: MEMBER.email }
  const verified = { Name: 'email_verified', Value: 'true' }
  await client.send(
    new AdminCreateUserCommand({ ...member, MessageAction: 'SUPPRESS', UserAttributes: [email, verified] }),
  )
  await client.send(
    new AdminSetUserPasswordCommand({ ...member, Password: MEMBER.password, Permanent: true }),
  )
  return {
    stop: async () => {
      await service.stop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
