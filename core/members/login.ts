// How a member gets and renews tokens.
import * as z from 'zod'

export const loginSchema = z.object({ email: z.email().max(254), password: z.string().min(1).max(256) })
export const refreshSchema = z.object({ refreshToken: z.string().min(1).max(8_192) })

export type Login = z.infer<typeof loginSchema>
/**
 * Answer of `POST /api/v1/auth/login` and `/refresh`. `expiresIn` is in seconds. A refresh token is good once: the
 * next refresh takes the one that came last.
 */
export type Tokens = { accessToken: string; idToken: string; refreshToken: string; expiresIn: number }
