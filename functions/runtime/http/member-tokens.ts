// Checks the access tokens that Cognito gives members: signature, issuer, kind, client and time.
import {
  createRemoteJWKSet,
  type JWTPayload,
  type JWTVerifyGetKey,
  errors as joseErrors,
  jwtVerify,
} from 'jose'
import { AppError } from '../../../core/errors.ts'
import type { Member } from './callers.ts'

export type MemberTokens = (accessToken: string) => Promise<Member>

type Options = { region: string; userPoolId: string; clientId: string; endpoint: string | undefined }

/** Seconds by which Cognito's clock and ours may differ. */
const CLOCK_TOLERANCE = 5

/** `endpoint` is the SDK's own variable: where a stand-in has the keys. Tokens name the real issuer either way. */
export const memberTokens = ({ region, userPoolId, clientId, endpoint }: Options): MemberTokens => {
  const issuer = `https://cognito-idp.${region}.amazonaws.com/${userPoolId}`
  const keys = createRemoteJWKSet(
    new URL(`${endpoint ? `${endpoint}/${userPoolId}` : issuer}/.well-known/jwks.json`),
  )
  return async (accessToken) => {
    const claims = await verified(accessToken, keys, issuer)
    const { sub, username, token_use, client_id } = claims
    if (token_use !== 'access' || client_id !== clientId || !sub) throw unauthorized()
    return { memberId: sub, username: typeof username === 'string' ? username : sub }
  }
}

const verified = async (token: string, keys: JWTVerifyGetKey, issuer: string): Promise<JWTPayload> => {
  try {
    const options = {
      issuer,
      algorithms: ['RS256'],
      clockTolerance: CLOCK_TOLERANCE,
      requiredClaims: ['exp'],
    }
    return (await jwtVerify(token, keys, options)).payload
  } catch (error) {
    if (isOurFault(error)) throw error
    throw error instanceof joseErrors.JWTExpired
      ? new AppError('token-expired', 401, 'The login has ended. Refresh it.')
      : unauthorized()
  }
}

/** The keys could not be had: then no token is good or bad. */
const isOurFault = (error: unknown): boolean =>
  error instanceof joseErrors.JWKSTimeout ||
  error instanceof joseErrors.JWKSInvalid ||
  !(error instanceof joseErrors.JOSEError) ||
  error.code === 'ERR_JOSE_GENERIC'

const unauthorized = (): AppError => new AppError('unauthorized', 401, 'Log in first.')
