// App clients: what each may do, and how long its tokens live.
import { z } from 'zod'
import { type Operations, operation, ServiceError } from '../../json-service.ts'
import type { Cognito } from '../cognito.ts'
import { opaque } from '../cognito.ts'
import type { Pool } from '../pool.ts'
import { randomLetters } from '../pools.ts'
import type { Client, GivenClient } from '../records.ts'
import { checkValidity } from '../token-validity.ts'
import { seconds } from './shapes.ts'

const unit = z.enum(['seconds', 'minutes', 'hours', 'days']).optional()
const validity = z.number().int().min(0).optional()
const texts = z.array(z.string()).optional()
const MODERN = /^ALLOW_/

const settings = {
  ClientName: z.string().min(1).max(128).optional(),
  ExplicitAuthFlows: texts,
  PreventUserExistenceErrors: z.enum(['LEGACY', 'ENABLED']).optional(),
  EnableTokenRevocation: z.boolean().optional(),
  AccessTokenValidity: validity,
  IdTokenValidity: validity,
  RefreshTokenValidity: validity,
  TokenValidityUnits: z.object({ AccessToken: unit, IdToken: unit, RefreshToken: unit }).optional(),
  RefreshTokenRotation: z
    .object({
      Feature: z.enum(['ENABLED', 'DISABLED']),
      RetryGracePeriodSeconds: z.number().int().min(0).max(60).optional(),
    })
    .optional(),
  AuthSessionValidity: z.number().int().min(3).max(15).optional(),
  ReadAttributes: texts,
  WriteAttributes: texts,
  SupportedIdentityProviders: texts,
  CallbackURLs: texts,
  LogoutURLs: texts,
  DefaultRedirectURI: z.string().optional(),
  AllowedOAuthFlows: texts,
  AllowedOAuthScopes: texts,
  AllowedOAuthFlowsUserPoolClient: z.boolean().optional(),
}
const pooled = { UserPoolId: z.string() }
const clientIn = z.object({ ...pooled, ClientId: z.string() })

const invalid = (message: string) => new ServiceError('InvalidParameterException', message)

const check = (pool: Pool, given: GivenClient): GivenClient => {
  checkValidity(given)
  const flows = given.ExplicitAuthFlows ?? []
  if (flows.some((flow) => MODERN.test(flow)) && flows.some((flow) => !MODERN.test(flow))) {
    throw invalid('Cannot use ALLOW_ prefixed and legacy auth flows together.')
  }
  if (given.RefreshTokenRotation?.Feature === 'ENABLED' && flows.includes('ALLOW_REFRESH_TOKEN_AUTH')) {
    throw invalid('ALLOW_REFRESH_TOKEN_AUTH cannot be used with refresh token rotation.')
  }
  for (const name of given.SupportedIdentityProviders ?? []) {
    if (name === 'COGNITO' || pool.providers.get(name)) continue
    throw invalid(`The provider ${name} does not exist for User Pool ${pool.id}.`)
  }
  if (given.AllowedOAuthFlowsUserPoolClient && !given.AllowedOAuthScopes?.length) {
    throw invalid('AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.')
  }
  const flow = given.AllowedOAuthFlows?.find((name) => name !== 'code')
  if (flow) throw invalid(`The OAuth flow ${flow} is not offered by this service.`)
  return given
}

const withDefaults = (given: z.output<z.ZodObject<typeof settings>>, name: string): GivenClient => ({
  ...given,
  ClientName: given.ClientName ?? name,
  EnableTokenRevocation: given.EnableTokenRevocation ?? true,
  RefreshTokenValidity: given.RefreshTokenValidity ?? 30,
  AuthSessionValidity: given.AuthSessionValidity ?? 3,
  AllowedOAuthFlowsUserPoolClient: given.AllowedOAuthFlowsUserPoolClient ?? false,
})

const describe = (pool: Pool, client: Client) => ({
  ...client.given,
  UserPoolId: pool.id,
  ClientId: client.id,
  ClientSecret: client.secret,
  CreationDate: seconds(client.createdAt),
  LastModifiedDate: seconds(client.modifiedAt),
})

const find = (pool: Pool, id: string): Client => {
  const client = pool.clients.get(id)
  if (!client) throw new ServiceError('ResourceNotFoundException', `User pool client ${id} does not exist.`)
  return client
}

export const clientOperations = ({ pools, now }: Cognito): Operations => ({
  CreateUserPoolClient: operation(
    z.object({
      ...pooled,
      ...settings,
      ClientName: z.string().min(1),
      GenerateSecret: z.boolean().optional(),
    }),
    ({ UserPoolId, GenerateSecret, ...given }) => {
      const pool = pools.get(UserPoolId)
      const client: Client = {
        id: randomLetters(26).toLowerCase(),
        secret: GenerateSecret ? opaque() : undefined,
        createdAt: now(),
        modifiedAt: now(),
        given: check(pool, withDefaults(given, given.ClientName)),
      }
      pool.clients.put(client.id, client)
      return { UserPoolClient: describe(pool, client) }
    },
  ),

  DescribeUserPoolClient: operation(clientIn, ({ UserPoolId, ClientId }) => {
    const pool = pools.get(UserPoolId)
    return { UserPoolClient: describe(pool, find(pool, ClientId)) }
  }),

  // What is left out falls back to its default, as in AWS.
  UpdateUserPoolClient: operation(
    z.object({ ...pooled, ...settings, ClientId: z.string() }),
    ({ UserPoolId, ClientId, ...given }) => {
      const pool = pools.get(UserPoolId)
      const known = find(pool, ClientId)
      const client = {
        ...known,
        modifiedAt: now(),
        given: check(pool, withDefaults(given, known.given.ClientName)),
      }
      pool.clients.put(client.id, client)
      return { UserPoolClient: describe(pool, client) }
    },
  ),

  DeleteUserPoolClient: operation(clientIn, ({ UserPoolId, ClientId }) => {
    const pool = pools.get(UserPoolId)
    pool.clients.delete(find(pool, ClientId).id)
    return {}
  }),

  ListUserPoolClients: operation(z.object(pooled), ({ UserPoolId }) => ({
    UserPoolClients: [...pools.get(UserPoolId).clients.rows()].map((client) => ({
      ClientId: client.id,
      UserPoolId,
      ClientName: client.given.ClientName,
    })),
  })),
})
