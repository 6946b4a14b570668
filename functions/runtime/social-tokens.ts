// Checks the ID tokens that Google and Apple give the users of a site: signed by them, and for the site's own client.
import { createHash } from 'node:crypto'
import {
  createRemoteJWKSet,
  type JWTPayload,
  type JWTVerifyGetKey,
  errors as joseErrors,
  jwtVerify,
} from 'jose'
import * as z from 'zod'
import { AppError } from '../../core/errors.ts'
import type { SocialProvider } from '../../core/users/user-login.ts'

export type Provider = { issuers: string[]; keysUrl: string }

/** As their discovery documents say. */
export const PROVIDERS: Record<SocialProvider, Provider> = {
  google: {
    issuers: ['https://accounts.google.com', 'accounts.google.com'],
    keysUrl: 'https://www.googleapis.com/oauth2/v3/certs',
  },
  apple: { issuers: ['https://appleid.apple.com'], keysUrl: 'https://appleid.apple.com/auth/keys' },
}

export type SocialIdentity = {
  subject: string
  /** Only where the provider has verified it. */
  email: string | null
  name: string | null
  picture: string | null
}

type Asked = { provider: SocialProvider; idToken: string; clientIds: string[]; nonce: string | undefined }

/** Seconds by which their clocks and ours may differ. */
const CLOCK_TOLERANCE = 30

export const socialTokens = (providers: Record<SocialProvider, Provider> = PROVIDERS) => {
  const keySets = new Map<string, JWTVerifyGetKey>()
  const keysOf = ({ keysUrl }: Provider): JWTVerifyGetKey => {
    const keys = keySets.get(keysUrl) ?? createRemoteJWKSet(new URL(keysUrl))
    keySets.set(keysUrl, keys)
    return keys
  }

  return async ({ provider, idToken, clientIds, nonce }: Asked): Promise<SocialIdentity> => {
    const known = providers[provider]
    if (clientIds.length === 0)
      throw new AppError('provider-off', 403, 'This project takes no logins by this provider.')
    const claims = await verified(idToken, keysOf(known), known.issuers, clientIds)
    if (nonce !== undefined && !isNonce(claims['nonce'], nonce)) throw refused()
    return identityIn(claims)
  }
}

const verified = async (
  token: string,
  keys: JWTVerifyGetKey,
  issuer: string[],
  audience: string[],
): Promise<JWTPayload> => {
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience,
      algorithms: ['RS256'],
      clockTolerance: CLOCK_TOLERANCE,
      requiredClaims: ['exp', 'sub'],
    })
    return payload
  } catch (error) {
    if (isTheirFault(error))
      throw new AppError('provider-unreachable', 503, 'The keys of this provider cannot be had right now.', {
        cause: error,
        retryAfter: 5,
      })
    throw refused()
  }
}

/** Its keys could not be had: then no token is good or bad. */
const isTheirFault = (error: unknown): boolean =>
  error instanceof joseErrors.JWKSTimeout ||
  error instanceof joseErrors.JWKSInvalid ||
  !(error instanceof joseErrors.JOSEError) ||
  error.code === 'ERR_JOSE_GENERIC'

/** The apps of Apple's devices give the provider the nonce's SHA-256. */
const isNonce = (claimed: unknown, nonce: string): boolean =>
  claimed === nonce || claimed === createHash('sha256').update(nonce).digest('hex')

const refused = (): AppError =>
  new AppError('invalid-id-token', 401, 'The ID token is not one that this provider made for this project.')

const text = z.string().min(1).max(2_048)

const identityIn = (claims: JWTPayload): SocialIdentity => {
  const isVerified = claims['email_verified'] === true || claims['email_verified'] === 'true'
  return {
    subject: String(claims.sub),
    email: (isVerified && z.email().max(254).safeParse(claims['email']).data) || null,
    name: text.max(100).safeParse(claims['name']).data ?? null,
    picture:
      z
        .url({ protocol: /^https$/ })
        .max(2_048)
        .safeParse(claims['picture']).data ?? null,
  }
}
