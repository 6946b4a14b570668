// The keys that Cognito signs tokens with, fetched once in the life of a container, whatever asks for them.
import {
  createRemoteJWKSet,
  type JWTPayload,
  type JWTVerifyGetKey,
  errors as joseErrors,
  jwtVerify,
} from 'jose'
import { AppError } from '../../../core/errors.ts'

export type Pool = {
  region: string
  userPoolId: string
  /** The SDK's own variable: where a stand-in has the keys. Tokens name the real issuer either way. */
  endpoint: string | undefined
}

/** Throws unless a token is signed by the pool, and neither too old nor too young. */
export type VerifyToken = (token: string, options?: { audience?: string }) => Promise<JWTPayload>

/** Seconds by which Cognito's clock and ours may differ. */
const CLOCK_TOLERANCE = 5

const keySets = new Map<string, JWTVerifyGetKey>()

const keysAt = (address: string): JWTVerifyGetKey => {
  const keys = keySets.get(address) ?? createRemoteJWKSet(new URL(address))
  keySets.set(address, keys)
  return keys
}

export const tokensOf = ({ region, userPoolId, endpoint }: Pool): VerifyToken => {
  const issuer = `https://cognito-idp.${region}.amazonaws.com/${userPoolId}`
  const keys = keysAt(`${endpoint ? `${endpoint}/${userPoolId}` : issuer}/.well-known/jwks.json`)
  return async (token, options = {}) => {
    try {
      const { payload } = await jwtVerify(token, keys, {
        ...options,
        issuer,
        algorithms: ['RS256'],
        clockTolerance: CLOCK_TOLERANCE,
        requiredClaims: ['exp'],
      })
      return payload
    } catch (error) {
      if (isOurFault(error)) throw error
      throw error instanceof joseErrors.JWTExpired
        ? new AppError('token-expired', 401, 'The login has ended. Refresh it.')
        : unauthorized()
    }
  }
}

/** The keys could not be had: then no token is good or bad. */
const isOurFault = (error: unknown): boolean =>
  error instanceof joseErrors.JWKSTimeout ||
  error instanceof joseErrors.JWKSInvalid ||
  !(error instanceof joseErrors.JOSEError) ||
  error.code === 'ERR_JOSE_GENERIC'

export const unauthorized = (): AppError => new AppError('unauthorized', 401, 'Log in first.')
