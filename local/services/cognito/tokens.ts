// ID and access tokens, with the claims that Cognito puts into them.
// https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-with-identity-providers.html
import { createHash, randomUUID } from 'node:crypto'
import { decodeJwt, errors, importJWK, type JWTPayload, jwtVerify, SignJWT } from 'jose'
import { ServiceError } from '../json-service.ts'
import type { Cognito } from './cognito.ts'
import type { Pool } from './pool.ts'
import type { Client, Session, User } from './records.ts'
import { liveSession, PASSWORD_LOGIN_SCOPE } from './sessions.ts'
import { validityMs } from './token-validity.ts'

export type IssuedTokens = { AccessToken: string; IdToken: string; ExpiresIn: number; TokenType: 'Bearer' }

const privateKeys = new WeakMap<Pool, ReturnType<typeof importJWK>>()
const privateKey = (pool: Pool) => {
  const known = privateKeys.get(pool) ?? importJWK(pool.signingKey(), 'RS256')
  privateKeys.set(pool, known)
  return known
}

export const jwks = (pool: Pool) => {
  const { kty, n, e, kid, alg, use } = pool.signingKey()
  return { keys: [{ alg, e, kid, kty, n, use }] }
}

const sign = async (pool: Pool, claims: JWTPayload) =>
  new SignJWT(claims)
    .setProtectedHeader({ kid: pool.signingKey().kid, alg: 'RS256' })
    .sign(await privateKey(pool))

const groupsOf = (pool: Pool, user: User): string[] | undefined => {
  if (user.groups.length === 0) return undefined
  const precedence = (name: string) => pool.groups.get(name)?.precedence ?? Number.POSITIVE_INFINITY
  return [...user.groups].sort((a, b) => precedence(a) - precedence(b) || (a < b ? -1 : 1))
}

const SCOPE_ATTRIBUTES: Record<string, string[]> = {
  email: ['email', 'email_verified'],
  phone: ['phone_number', 'phone_number_verified'],
}

/** The attributes that this client may read and that these scopes ask for, booleans as booleans. */
export const visibleAttributes = (
  client: Client,
  user: User,
  scopes: string[],
): Record<string, string | boolean> => {
  const narrow = ['email', 'phone'].filter((scope) => scopes.includes(scope))
  const all = scopes.includes('profile') || scopes.includes(PASSWORD_LOGIN_SCOPE) || narrow.length === 0
  const asked = all ? undefined : new Set(narrow.flatMap((scope) => SCOPE_ATTRIBUTES[scope] ?? []))
  const readable = client.given.ReadAttributes?.length ? new Set(client.given.ReadAttributes) : undefined
  return Object.fromEntries(
    Object.entries(user.attributes)
      .filter(([name]) => (asked?.has(name) ?? true) && (readable?.has(name) ?? true))
      .map(([name, value]) => [name, name.endsWith('_verified') ? value === 'true' : value]),
  )
}

export const identitiesOf = (user: User) =>
  user.identities.map((identity, place) => ({
    userId: identity.userId,
    providerName: identity.provider,
    providerType: identity.type,
    issuer: null,
    primary: String(place === 0 && user.status === 'EXTERNAL_PROVIDER'),
    dateCreated: String(identity.linkedAt),
  }))

export const issueTokens = async (
  cognito: Cognito,
  pool: Pool,
  client: Client,
  user: User,
  session: Session,
  login: { nonce?: string | undefined; managed?: boolean } = {},
): Promise<IssuedTokens> => {
  const iat = Math.floor(cognito.now() / 1_000)
  const lifetime = (token: 'AccessToken' | 'IdToken') => Math.floor(validityMs(client.given, token) / 1_000)
  const common = {
    sub: user.sub,
    'cognito:groups': groupsOf(pool, user),
    iss: pool.issuer,
    origin_jti: client.given.EnableTokenRevocation === false ? undefined : session.id,
    event_id: session.eventId,
    auth_time: Math.floor(session.authTime / 1_000),
    iat,
  }
  const AccessToken = await sign(pool, {
    ...common,
    version: login.managed ? 2 : undefined,
    client_id: client.id,
    token_use: 'access',
    scope: session.scopes.join(' '),
    exp: iat + lifetime('AccessToken'),
    jti: randomUUID(),
    username: user.username,
  })
  const IdToken = await sign(pool, {
    ...visibleAttributes(client, user, session.scopes),
    ...common,
    at_hash: login.managed
      ? createHash('sha256').update(AccessToken).digest().subarray(0, 16).toString('base64url')
      : undefined,
    nonce: login.nonce,
    identities: user.identities.length > 0 ? identitiesOf(user) : undefined,
    'cognito:username': user.username,
    aud: client.id,
    token_use: 'id',
    exp: iat + lifetime('IdToken'),
    jti: randomUUID(),
  })
  return { AccessToken, IdToken, ExpiresIn: lifetime('AccessToken'), TokenType: 'Bearer' }
}

const refused = (message: string) => new ServiceError('NotAuthorizedException', message)

/** Who an access token of ours speaks for, as long as its session is on. */
export const readAccessToken = async (
  cognito: Cognito,
  token: string,
  scope: string = PASSWORD_LOGIN_SCOPE,
): Promise<{ pool: Pool; client: Client; user: User; claims: JWTPayload }> => {
  try {
    const pool = cognito.pools.get(decodeJwt(token).iss?.split('/').at(-1) ?? '')
    const { payload: claims } = await jwtVerify(token, await importJWK(jwks(pool).keys[0] ?? {}, 'RS256'), {
      issuer: pool.issuer,
      algorithms: ['RS256'],
      currentDate: new Date(cognito.now()),
    })
    if (claims['token_use'] !== 'access') throw refused('Invalid Access Token')
    const { client } = cognito.pools.ofClient(String(claims['client_id']))
    const live = claims['origin_jti'] === undefined || liveSession(pool, String(claims['origin_jti']))
    const user = pool.users.get(String(claims.sub))
    if (!live) throw refused('Access Token has been revoked')
    if (!user) throw new ServiceError('UserNotFoundException', 'User does not exist.')
    if (!user.enabled) throw refused('User is disabled.')
    if (!String(claims['scope']).split(' ').includes(scope)) {
      throw refused('Access Token does not have required scopes')
    }
    return { pool, client, user, claims }
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw refused('Access Token has expired')
    if (error instanceof ServiceError && error.name !== 'ResourceNotFoundException') throw error
    throw refused('Invalid Access Token')
  }
}
