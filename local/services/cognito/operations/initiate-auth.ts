// InitiateAuth and AdminInitiateAuth: the beginning of a login, and often its end.
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { type Operations, operation, ServiceError } from '../../json-service.ts'
import {
  checkPassword,
  checkResetRequired,
  checkSecretHash,
  hidesUsers,
  noSuchUser,
} from '../authenticate.ts'
import { type Cognito, opaque } from '../cognito.ts'
import type { Pool } from '../pool.ts'
import type { Client, User } from '../records.ts'
import { findRefresh, openSession, rotates } from '../sessions.ts'
import { challenge, simulatedVerifier } from '../srp.ts'
import { issueTokens } from '../tokens.ts'

const MINUTE_MS = 60_000

type Parameters = Record<string, string>
type Context = { cognito: Cognito; pool: Pool; client: Client; parameters: Parameters }

const invalid = (message: string) => new ServiceError('InvalidParameterException', message)

const needed = (parameters: Parameters, name: string): string => {
  const value = parameters[name]
  if (value === undefined || value === '') throw invalid(`Missing required parameter ${name}`)
  return value
}

/** The newer name of each flow, and the one that it had before. */
const FLOW_SWITCHES: Record<string, string[]> = {
  USER_PASSWORD_AUTH: ['ALLOW_USER_PASSWORD_AUTH', 'USER_PASSWORD_AUTH'],
  ADMIN_USER_PASSWORD_AUTH: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ADMIN_NO_SRP_AUTH'],
  USER_SRP_AUTH: ['ALLOW_USER_SRP_AUTH'],
  REFRESH_TOKEN_AUTH: ['ALLOW_REFRESH_TOKEN_AUTH'],
}

const isAllowed = (client: Client, flow: string): boolean => {
  const { ExplicitAuthFlows: flows = [] } = client.given
  // Before the ALLOW_ names, SRP and refresh could not be switched off; without any, they are the default.
  const legacy = !flows.some((name) => name.startsWith('ALLOW_'))
  if (flow === 'REFRESH_TOKEN_AUTH' && rotates(client)) return false
  if (legacy && (flow === 'USER_SRP_AUTH' || flow === 'REFRESH_TOKEN_AUTH')) return true
  return FLOW_SWITCHES[flow]?.some((name) => flows.includes(name)) ?? false
}

export const challengeLifetimeMs = (client: Client) => (client.given.AuthSessionValidity ?? 3) * MINUTE_MS

export const signedIn = async (cognito: Cognito, pool: Pool, client: Client, user: User) => {
  const { session, refreshToken } = openSession(pool, client, user, cognito.now())
  const tokens = await issueTokens(cognito, pool, client, user, session)
  return { ChallengeParameters: {}, AuthenticationResult: { ...tokens, RefreshToken: refreshToken } }
}

/** Tokens for a user who has proved a password, or the demand to replace a temporary one first. */
export const afterPassword = async (cognito: Cognito, pool: Pool, client: Client, user: User) => {
  if (user.status !== 'FORCE_CHANGE_PASSWORD') return signedIn(cognito, pool, client, user)
  const Session = opaque()
  cognito.challenges.put(
    Session,
    { kind: 'NEW_PASSWORD_REQUIRED', poolId: pool.id, clientId: client.id, sub: user.sub },
    challengeLifetimeMs(client),
  )
  return {
    ChallengeName: 'NEW_PASSWORD_REQUIRED',
    Session,
    ChallengeParameters: {
      USER_ID_FOR_SRP: user.username,
      requiredAttributes: '[]',
      userAttributes: JSON.stringify(user.attributes),
    },
  }
}

const byPassword = async ({ cognito, pool, client, parameters }: Context) => {
  const login = needed(parameters, 'USERNAME')
  const password = needed(parameters, 'PASSWORD')
  checkSecretHash(client, login, parameters['SECRET_HASH'])
  return afterPassword(cognito, pool, client, await checkPassword(cognito, pool, client, login, password))
}

const bySrp = async ({ cognito, pool, client, parameters }: Context) => {
  const login = needed(parameters, 'USERNAME')
  const clientNumber = needed(parameters, 'SRP_A')
  checkSecretHash(client, login, parameters['SECRET_HASH'])
  const user = pool.findUser(login)
  if (!user && !hidesUsers(client)) throw noSuchUser()
  if (user?.enabled) checkResetRequired(user)
  const known = user?.password ?? simulatedVerifier(`${pool.id} ${login}`)
  const srp = challenge(clientNumber, known.srpVerifier)
  if (!srp) throw invalid('SRP_A is not valid.')
  const username = user?.username ?? randomUUID()
  const block = Buffer.from(opaque(48)).toString('base64')
  cognito.challenges.put(
    block,
    {
      kind: 'PASSWORD_VERIFIER',
      poolId: pool.id,
      clientId: client.id,
      sub: user?.sub ?? '',
      username,
      login,
      srp: user?.password ? srp : undefined,
    },
    challengeLifetimeMs(client),
  )
  return {
    ChallengeName: 'PASSWORD_VERIFIER',
    ChallengeParameters: {
      SALT: known.srpSalt,
      SECRET_BLOCK: block,
      SRP_B: srp.publicB.toString(16),
      USERNAME: username,
      USER_ID_FOR_SRP: username,
    },
  }
}

const byRefreshToken = async ({ cognito, pool, client, parameters }: Context) => {
  const { session, user } = findRefresh(pool, client, needed(parameters, 'REFRESH_TOKEN'), cognito.now())
  checkSecretHash(client, user.username, parameters['SECRET_HASH'])
  return {
    ChallengeParameters: {},
    AuthenticationResult: await issueTokens(cognito, pool, client, user, session),
  }
}

const FLOWS: Record<string, (context: Context) => Promise<object>> = {
  USER_PASSWORD_AUTH: byPassword,
  ADMIN_USER_PASSWORD_AUTH: byPassword,
  ADMIN_NO_SRP_AUTH: byPassword,
  USER_SRP_AUTH: bySrp,
  REFRESH_TOKEN_AUTH: byRefreshToken,
  REFRESH_TOKEN: byRefreshToken,
}
const RENAMED: Record<string, string> = {
  ADMIN_NO_SRP_AUTH: 'ADMIN_USER_PASSWORD_AUTH',
  REFRESH_TOKEN: 'REFRESH_TOKEN_AUTH',
}

const begin = async (context: Context, flow: string, admin: boolean) => {
  const name = RENAMED[flow] ?? flow
  const run = Object.hasOwn(FLOWS, name) ? FLOWS[name] : undefined
  if (!run || (name === 'ADMIN_USER_PASSWORD_AUTH' && !admin))
    throw invalid('Initiate Auth method not supported.')
  if (!isAllowed(context.client, name)) {
    throw invalid(
      admin ? 'Auth flow not enabled for this client' : `${name} flow not enabled for this client`,
    )
  }
  return run(context)
}

const authentication = {
  ClientId: z.string(),
  AuthFlow: z.string(),
  AuthParameters: z.record(z.string(), z.string()).default({}),
}

export const initiateAuthOperations = (cognito: Cognito): Operations => ({
  InitiateAuth: operation(z.object(authentication), ({ ClientId, AuthFlow, AuthParameters }) => {
    const context = { cognito, ...cognito.pools.ofClient(ClientId), parameters: AuthParameters }
    return begin(context, AuthFlow, false)
  }),

  AdminInitiateAuth: operation(
    z.object({ ...authentication, UserPoolId: z.string() }),
    ({ ClientId, AuthFlow, AuthParameters, UserPoolId }) => {
      const { pool, client } = cognito.pools.ofClient(ClientId)
      if (pool !== cognito.pools.get(UserPoolId)) {
        throw new ServiceError('ResourceNotFoundException', `User pool client ${ClientId} does not exist.`)
      }
      return begin({ cognito, pool, client, parameters: AuthParameters }, AuthFlow, true)
    },
  ),
})
