// What the Cognito contract talks to: our own service with a clock that can be moved, or AWS with REMOTE=1.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  type AuthenticationResultType,
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientRequest,
  CreateUserPoolCommand,
  type CreateUserPoolRequest,
  DeleteUserPoolCommand,
  type ExplicitAuthFlowsType,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { type CognitoService, startCognito } from '../../../local/services/cognito/server.ts'
import type { InvokeFunction } from '../../../local/services/cognito/triggers.ts'

export const remote = process.env['REMOTE'] === '1'
export const REGION = process.env['AWS_REGION'] ?? 'eu-central-1'
export const PASSWORD = 'Correct horse 1!'
const FLOWS: ExplicitAuthFlowsType[] = [
  'ALLOW_USER_PASSWORD_AUTH',
  'ALLOW_ADMIN_USER_PASSWORD_AUTH',
  'ALLOW_USER_SRP_AUTH',
  'ALLOW_REFRESH_TOKEN_AUTH',
]

export type Setup = { poolId: string; clientId: string; clientSecret: string | undefined }

export const connect = (endpoint: string) =>
  new CognitoIdentityProviderClient({
    endpoint,
    region: REGION,
    maxAttempts: 1,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  })

/** `invoke` stands for Lambda behind the pool's triggers. */
export const cognitoUnderTest = async (invoke?: InvokeFunction) => {
  const directory = await mkdtemp(join(tmpdir(), 'cognito-'))
  let ahead = 0
  const now = () => Date.now() + ahead
  const start = () => startCognito({ directory, region: REGION, now, ...(invoke && { invoke }) })
  let service: CognitoService | undefined = remote ? undefined : await start()
  let client = service ? connect(service.url) : new CognitoIdentityProviderClient({ region: REGION })
  const created: string[] = []

  const createPool = async (settings: Partial<CreateUserPoolRequest> = {}): Promise<string> => {
    const { UserPool } = await client.send(
      new CreateUserPoolCommand({
        PoolName: 'playhead-contract',
        UsernameAttributes: ['email'],
        UsernameConfiguration: { CaseSensitive: false },
        AutoVerifiedAttributes: ['email'],
        ...settings,
      }),
    )
    const id = UserPool?.Id ?? ''
    created.push(id)
    return id
  }
  const createClient = async (
    poolId: string,
    settings: Partial<CreateUserPoolClientRequest> = {},
  ): Promise<Setup> => {
    const { UserPoolClient } = await client.send(
      new CreateUserPoolClientCommand({
        UserPoolId: poolId,
        ClientName: 'contract',
        ExplicitAuthFlows: FLOWS,
        PreventUserExistenceErrors: 'ENABLED',
        ...settings,
      }),
    )
    return { poolId, clientId: UserPoolClient?.ClientId ?? '', clientSecret: UserPoolClient?.ClientSecret }
  }

  return {
    directory,
    now,
    client: () => client,
    service: (): CognitoService => {
      if (!service) throw new Error('There is no local service behind a remote run.')
      return service
    },
    /** Local only: time passes at once. */
    advance: (ms: number) => {
      ahead += ms
    },
    restart: async () => {
      await service?.stop()
      service = await start()
      client = connect(service.url)
    },
    createPool,
    createClient,
    createPoolAndClient: async (
      pool: Partial<CreateUserPoolRequest> = {},
      settings: Partial<CreateUserPoolClientRequest> = {},
    ): Promise<Setup> => createClient(await createPool(pool), settings),
    createMember: async (poolId: string, email: string, password = PASSWORD): Promise<string> => {
      const { User } = await client.send(
        new AdminCreateUserCommand({
          UserPoolId: poolId,
          Username: email,
          MessageAction: 'SUPPRESS',
          UserAttributes: email.includes('@')
            ? [
                { Name: 'email', Value: email },
                { Name: 'email_verified', Value: 'true' },
              ]
            : [],
        }),
      )
      const user = { UserPoolId: poolId, Username: email }
      await client.send(new AdminSetUserPasswordCommand({ ...user, Password: password, Permanent: true }))
      return User?.Username ?? ''
    },
    logIn: async (
      clientId: string,
      email: string,
      password = PASSWORD,
    ): Promise<AuthenticationResultType> => {
      const { AuthenticationResult } = await client.send(
        new InitiateAuthCommand({
          ClientId: clientId,
          AuthFlow: 'USER_PASSWORD_AUTH',
          AuthParameters: { USERNAME: email, PASSWORD: password },
        }),
      )
      if (!AuthenticationResult) throw new Error('The login did not end in tokens.')
      return AuthenticationResult
    },
    refresh: async (clientId: string, token = ''): Promise<AuthenticationResultType | undefined> =>
      (
        await client.send(
          new InitiateAuthCommand({
            ClientId: clientId,
            AuthFlow: 'REFRESH_TOKEN_AUTH',
            AuthParameters: { REFRESH_TOKEN: token },
          }),
        )
      ).AuthenticationResult,
    codeFor: (email: string): string =>
      service?.messages().findLast(({ to }) => to === email)?.code ?? 'no message was sent',
    stop: async () => {
      for (const UserPoolId of remote ? created : []) {
        await client.send(new DeleteUserPoolCommand({ UserPoolId }))
      }
      client.destroy()
      await service?.stop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

export type CognitoUnderTest = Awaited<ReturnType<typeof cognitoUnderTest>>
