// How a member gets and renews tokens.
import * as z from 'zod'

export const loginSchema = z.object({ email: z.email().max(254), password: z.string().min(1).max(256) })
export const refreshSchema = z.object({ refreshToken: z.string().min(1).max(8_192) })

export type Login = z.infer<typeof loginSchema>
/** Answer of `POST /api/v1/auth/login`. `expiresIn` is in seconds. */
export type Tokens = { accessToken: string; idToken: string; refreshToken: string; expiresIn: number }
/** Answer of `POST /api/v1/auth/refresh`. */
export type RefreshedTokens = Omit<Tokens, 'refreshToken'>
