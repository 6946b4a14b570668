// A user pool with one member, for the functions that log in; with a trigger and Google beside it if a test says so.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  CreateIdentityProviderCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { startCognito } from '../../local/services/cognito/server.ts'
import type { InvokeFunction } from '../../local/services/cognito/triggers.ts'
import { CLIENT_ID, CLIENT_SECRET } from '../local/services/oidc-provider.ts'

export const MEMBER = { email: 'ada@example.com', password: 'correct-Horse-7-battery' }

export type UserPoolOptions = {
  /** Stands for Lambda behind the PreSignUp trigger. */
  preSignUp?: InvokeFunction
  /** `url` is that of an OpenID Connect provider which stands for Google. */
  google?: { url: string; callbackUrl: string }
}

/** What lib/members.ts says of passwords, as the API has it. */
const PASSWORDS = {
  MinimumLength: 12,
  RequireLowercase: true,
  RequireUppercase: true,
  RequireNumbers: true,
  RequireSymbols: true,
}

/** What it says of the client. */
const ROTATION = { Feature: 'ENABLED', RetryGracePeriodSeconds: 60 } as const

/** Import handlers only after this: they read their environment when they are loaded. */
export const startUserPool = async ({ preSignUp, google }: UserPoolOptions = {}) => {
  const directory = await mkdtemp(join(tmpdir(), 'playhead-members-'))
  let ahead = 0
  const service = await startCognito({
    directory,
    region: 'us-east-1',
    now: () => Date.now() + ahead,
    ...(preSignUp && { invoke: preSignUp }),
  })
  Object.assign(process.env, {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test-secret',
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: service.url,
  })
  const client = new CognitoIdentityProviderClient()
  const { UserPool } = await client.send(
    new CreateUserPoolCommand({
      PoolName: 'members',
      UsernameAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: false },
      Policies: { PasswordPolicy: PASSWORDS },
      AutoVerifiedAttributes: ['email'],
      ...(preSignUp && { LambdaConfig: { PreSignUp: 'admit-member' } }),
    }),
  )
  const UserPoolId = UserPool?.Id
  if (google) {
    await client.send(
      new CreateIdentityProviderCommand({
        UserPoolId,
        ProviderName: 'Google',
        ProviderType: 'Google',
        // Without addresses of its own it asks its issuer for them, which here is not Google's.
        ProviderDetails: {
          client_id: CLIENT_ID,
          client_secret: CLIENT_SECRET,
          authorize_scopes: 'openid email profile',
          oidc_issuer: google.url,
        },
        AttributeMapping: { email: 'email', email_verified: 'email_verified', name: 'name' },
      }),
    )
  }
  const { UserPoolClient } = await client.send(
    new CreateUserPoolClientCommand({
      UserPoolId,
      ClientName: 'dashboard',
      PreventUserExistenceErrors: 'ENABLED',
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
      RefreshTokenRotation: ROTATION,
      ...(google && {
        AllowedOAuthFlowsUserPoolClient: true,
        AllowedOAuthFlows: ['code'],
        AllowedOAuthScopes: ['openid', 'email', 'profile'],
        CallbackURLs: [google.callbackUrl],
        SupportedIdentityProviders: ['COGNITO', 'Google'],
      }),
    }),
  )
  process.env['USER_POOL_ID'] = UserPoolId ?? ''
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
    client,
    service,
    userPoolId: UserPoolId ?? '',
    clientId: UserPoolClient?.ClientId ?? '',
    /** Time passes at once, for the pool. */
    advance: (ms: number) => {
      ahead += ms
    },
    stop: async () => {
      await service.stop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
