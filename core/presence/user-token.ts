// What a site's server says of a user so that the user's page may call us.
import * as z from 'zod'
import { USER_ID_MAX_CHARS, USERNAME_MAX_CHARS } from '../limits.ts'

/** The site's own id: any text that is no control character. */
export const siteUserIdSchema = z
  .string()
  .min(1)
  .max(USER_ID_MAX_CHARS)
  .regex(/^\P{Cc}*$/u, 'must hold no control characters')

export const usernameSchema = z
  .string()
  .min(1)
  .max(USERNAME_MAX_CHARS)
  .regex(/^\P{Cc}*$/u, 'must hold no control characters')

export const askUserTokenSchema = z.strictObject({
  userId: siteUserIdSchema,
  username: usernameSchema.optional(),
})

export const userTokenSchema = z.object({
  token: z.string(),
  /** Seconds. */
  expiresIn: z.number().int(),
})
