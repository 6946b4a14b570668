// The tokens by which users of a site call us: the site's server has them made, we alone sign and read them.
import { errors as joseErrors, jwtVerify, SignJWT } from 'jose'
import * as z from 'zod'
import { AppError } from '../../../core/errors.ts'
import { USER_TOKEN_SECONDS } from '../../../core/limits.ts'
import type { SiteUser } from './callers.ts'
import { unauthorized } from './pool-keys.ts'

const ALGORITHM = 'HS256'

const claimsSchema = z.object({
  kind: z.literal('user'),
  project: z.string(),
  sub: z.string(),
  username: z.string().nullable(),
  /** Seconds since 1970, as OpenID Connect calls it. */
  auth_time: z.number().optional(),
})

export type UserTokens = {
  sign(user: SiteUser): Promise<string>
  /** Throws unless it is ours and has not ended. */
  userOf(token: string): Promise<SiteUser>
}

export const tokensOfUsers = (key: () => Promise<Buffer>, now: () => number): UserTokens => ({
  sign: async ({ projectId, userId, username, loggedInAt }) => {
    const seconds = Math.floor(now() / 1000)
    const login = loggedInAt === undefined ? {} : { auth_time: Math.floor(loggedInAt / 1000) }
    return new SignJWT({ kind: 'user', project: projectId, username, ...login })
      .setProtectedHeader({ alg: ALGORITHM })
      .setSubject(userId)
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + USER_TOKEN_SECONDS)
      .sign(await key())
  },

  userOf: async (token) => {
    const { project, sub, username, auth_time } = claimsSchema.parse(
      await verified(token, await key(), now()),
    )
    const login = auth_time === undefined ? {} : { loggedInAt: auth_time * 1000 }
    return { projectId: project, userId: sub, username, ...login }
  },
})

const verified = async (token: string, key: Buffer, at: number): Promise<unknown> => {
  try {
    const options = { algorithms: [ALGORITHM], requiredClaims: ['exp'], currentDate: new Date(at) }
    return (await jwtVerify(token, key, options)).payload
  } catch (error) {
    if (error instanceof joseErrors.JWTExpired)
      throw new AppError('token-expired', 401, 'The user token has ended. Have another one made.')
    throw unauthorized()
  }
}

/** Whether it says of itself that it is one of ours, and no member's: those the pool signs, with its own key pair. */
export const isUserToken = (token: string): boolean => {
  try {
    const header: unknown = JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString())
    return z.object({ alg: z.literal(ALGORITHM) }).safeParse(header).success
  } catch {
    return false
  }
}
