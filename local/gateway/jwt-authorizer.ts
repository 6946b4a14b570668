// The JWT authorizer of an HTTP API: whatever is wrong with a token, the caller is unauthorized and nothing fails.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
import {
  createLocalJWKSet,
  decodeProtectedHeader,
  errors,
  type JSONWebKeySet,
  type JWTPayload,
  jwtVerify,
} from 'jose'
import type { Authorizer, Verdict } from './authorizer.ts'
import { identityReader } from './identity-source.ts'
import { claimsAsText, scopesOf } from './jwt-claims.ts'
import { ISSUER_KEYS_MS } from './limits.ts'

export type JwtAuthorizerOptions = {
  issuer: string
  audience: readonly string[]
  /** `$request.header.Authorization` or `$request.querystring.<name>`. */
  identitySource: string
  keys: (issuer: string) => Promise<JSONWebKeySet>
  /** The route's AuthorizationScopes: a token needs one of them. */
  scopes?: readonly string[]
  now?: () => number
}

type KeySet = ReturnType<typeof createLocalJWKSet>

/** The service takes RSA signatures only. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512']

const INVALID: Verdict = { allowed: false, status: 401, challenge: 'Bearer scope="" error="invalid_token"' }

const tokenOf = (identity: string): string | undefined =>
  /^(?:Bearer )?([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(identity)?.[1]

/** A Cognito access token names its client in `client_id`; `aud` counts alone where there is one. */
const isMeantFor = (audience: readonly string[], claims: JWTPayload): boolean => {
  const named = claims.aud === undefined ? [claims['client_id']] : [claims.aud].flat()
  return named.some((name) => typeof name === 'string' && audience.includes(name))
}

const keptKeys = ({ issuer, keys }: JwtAuthorizerOptions, now: () => number) => {
  let kept: { set: KeySet; until: number } | undefined
  const fetched = async () => {
    kept = { set: createLocalJWKSet(await keys(issuer)), until: now() + ISSUER_KEYS_MS }
    return kept.set
  }
  return async (token: string, verify: (keySet: KeySet) => Promise<JWTPayload>): Promise<JWTPayload> => {
    // The service demands it, and without it a set of one key would match any token.
    if (typeof decodeProtectedHeader(token).kid !== 'string') throw new errors.JWSInvalid('There is no kid.')
    if (!kept || kept.until <= now()) return await verify(await fetched())
    try {
      return await verify(kept.set)
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error
      return await verify(await fetched())
    }
  }
}

export const createJwtAuthorizer = (options: JwtAuthorizerOptions): Authorizer => {
  const { issuer, audience, scopes = [], now = Date.now } = options
  const readToken = identityReader(options.identitySource)
  const withKeys = keptKeys(options, now)

  const claimsOf = async (token: string): Promise<JWTPayload | undefined> => {
    const currentDate = new Date(now())
    const rules = { issuer, algorithms: ALGORITHMS, currentDate, requiredClaims: ['exp'] }
    try {
      const claims = await withKeys(token, async (keySet) => (await jwtVerify(token, keySet, rules)).payload)
      const isFromLater = claims.iat !== undefined && claims.iat * 1000 > now()
      return isMeantFor(audience, claims) && !isFromLater ? claims : undefined
    } catch {
      return undefined
    }
  }

  return async ({ event }) => {
    const identity = readToken(event)
    if (!identity) return { allowed: false, status: 401, challenge: 'Bearer' }
    const token = tokenOf(identity)
    const claims = token && (await claimsOf(token))
    if (!claims) return INVALID
    const granted = scopesOf(claims)
    if (scopes.length > 0 && !scopes.some((scope) => granted.includes(scope))) {
      const challenge = `Bearer scope="${scopes.join(' ')}" error="insufficient_scope"`
      return { allowed: false, status: 403, challenge }
    }
    const jwt = { claims: claimsAsText(claims), scopes: scopes.length > 0 ? granted : null }
    return { allowed: true, context: { jwt } }
  }
}
