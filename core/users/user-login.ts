// Logins of a site's users: what a server tells of one, and what the routes take of a site that has no logins of its own.
import * as z from 'zod'
import { activitySchema } from '../activity/activity.ts'
import { jsonValueSchema } from '../json/json-value.ts'
import { USER_PASSWORD_CHARS } from '../limits.ts'
import { emailSchema } from '../members/login.ts'
import { usernameSchema } from '../presence/user-token.ts'
import { givenUserIdSchema, toldUserIdSchema } from './user-id.ts'

const { ip, userAgent, deviceType, countryCode, region, id, timestamp } = activitySchema.shape

/** `email`, `google`, `apple`, or what the site calls it. */
const methodSchema = z.string().trim().min(1).max(50)

export const noteLoginSchema = z.object({
  userId: givenUserIdSchema,
  username: usernameSchema.optional(),
  method: methodSchema,
  /** As it stands in the metadata of the activity: `ios`, `android`, `web`. */
  device: z.string().max(100).optional(),
  /** More of it, beside `method` and `device`. */
  metadata: z.record(z.string(), jsonValueSchema).optional(),
  id,
  timestamp,
  ip,
  userAgent,
  deviceType,
  countryCode,
  region,
})

export type NoteLogin = z.infer<typeof noteLoginSchema>

export const notedLoginSchema = z.object({
  success: z.literal(true),
  data: z.object({
    userId: toldUserIdSchema,
    username: z.string().nullable(),
    lastLoginAt: z.iso.datetime(),
  }),
})

const passwordSchema = z.string().min(USER_PASSWORD_CHARS.min).max(USER_PASSWORD_CHARS.max)

export const signUpSchema = z.object({
  email: emailSchema,
  password: passwordSchema,
  username: usernameSchema.optional(),
  displayName: z.string().trim().min(1).max(100).optional(),
})

/** A password is only bounded here: what was once good stays good. */
export const signInSchema = z.object({
  email: emailSchema,
  password: z.string().min(1).max(USER_PASSWORD_CHARS.max),
})

export const SOCIAL_PROVIDERS = ['google', 'apple'] as const
export type SocialProvider = (typeof SOCIAL_PROVIDERS)[number]

export const socialVerifiedSchema = z.object({
  provider: z.enum(SOCIAL_PROVIDERS),
  idToken: z.string().min(1).max(16_384),
  /** The one that the page gave the provider: then the token must hold it. */
  nonce: z.string().min(1).max(500).optional(),
  username: usernameSchema.optional(),
  displayName: z.string().trim().min(1).max(100).optional(),
})

export type SignUp = z.infer<typeof signUpSchema>
export type SocialVerified = z.infer<typeof socialVerifiedSchema>

/** The token is a user token of the API. */
export const signedInSchema = z.object({
  success: z.literal(true),
  user: z.object({
    id: z.string(),
    username: z.string().nullable(),
    displayName: z.string().nullable(),
    lastLoginAt: z.iso.datetime(),
  }),
  token: z.string(),
  /** Seconds for which the token is good. */
  expiresIn: z.number().int(),
})

export const renewedTokenSchema = signedInSchema.pick({ success: true, token: true, expiresIn: true })
