// How a person becomes a member, and gets and renews tokens.
import * as z from 'zod'

export const emailSchema = z
  .email()
  .max(254)
  .transform((email) => email.toLowerCase())

/** Cognito's own policy decides on a new password; this only bounds it. */
const passwordSchema = z.string().min(1).max(256)
const codeSchema = z.string().trim().min(1).max(64)

export const loginSchema = z.object({ email: emailSchema, password: passwordSchema })
export const refreshSchema = z.object({ refreshToken: z.string().min(1).max(8_192) })
export const logoutSchema = z.object({ refreshToken: z.string().min(1).max(8_192) })

export const registerSchema = z.object({
  email: emailSchema,
  password: passwordSchema,
  name: z.string().trim().min(1).max(80).optional(),
})
/** With the password the answer holds tokens: whoever confirms need not log in once more. */
export const confirmSchema = z.object({
  email: emailSchema,
  code: codeSchema,
  password: passwordSchema.optional(),
})
export const emailBodySchema = z.object({ email: emailSchema })
export const resetPasswordSchema = z.object({
  email: emailSchema,
  code: codeSchema,
  password: passwordSchema,
})
/** `session` is what the login answered when it asked for a new password. */
export const newPasswordSchema = z.object({
  email: emailSchema,
  password: passwordSchema,
  session: z.string().min(1).max(4_096),
})

/**
 * Answer of a login and of a refresh. `expiresIn` is in seconds. A refresh token is good once: the next refresh takes
 * the one that came last.
 */
export const tokensSchema = z.object({
  accessToken: z.string(),
  idToken: z.string(),
  refreshToken: z.string(),
  expiresIn: z.number().int(),
})

/** Answer of a registration: tokens are there only where a stage wants no confirmed addresses. */
export const registeredSchema = z.object({
  email: z.string(),
  confirmed: z.boolean(),
  ...tokensSchema.partial().shape,
})

/** Answer of `GET /api/v1/auth/me`. */
export const meSchema = z.object({
  member: z.object({ memberId: z.string(), email: z.string(), name: z.string().nullable() }),
})

export type Login = z.infer<typeof loginSchema>
export type NewPassword = z.infer<typeof newPasswordSchema>
export type Register = z.infer<typeof registerSchema>
export type Tokens = z.infer<typeof tokensSchema>
export type Registered = z.infer<typeof registeredSchema>
