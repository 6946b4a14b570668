// A user of a site as the site shows it: its names, its picture and counts, what is known of it, and what it hides.
import * as z from 'zod'
import { jsonValueSchema } from '../json/json-value.ts'
import {
  BIO_MAX_CHARS,
  DISPLAY_NAME_MAX_CHARS,
  TRAIT_MAX_CHARS,
  TRAIT_NAME_MAX_CHARS,
  URL_MAX_CHARS,
  USER_MAX_TRAITS,
} from '../limits.ts'
import { usernameSchema } from '../presence/user-token.ts'
import { traitsOf, traitsSchema } from './traits.ts'
import { type ToldUserId, toldId, toldUserIdSchema, userIdSchema, userIdTypeSchema } from './user-id.ts'

const count = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER)

const fieldsSchema = z.object({
  username: usernameSchema.nullable(),
  displayName: z.string().trim().min(1).max(DISPLAY_NAME_MAX_CHARS).nullable(),
  bio: z.string().max(BIO_MAX_CHARS).nullable(),
  profilePictureUrl: z
    .url({ protocol: /^https?$/ })
    .max(URL_MAX_CHARS)
    .nullable(),
  followersCount: count,
  followingCount: count,
  /** Others never see this user online, nor when it was. */
  hidden: z.boolean(),
  /** Others see whether this user is online, and not when it was. */
  hideLastSeen: z.boolean(),
})

export const userProfileSchema = fieldsSchema.extend({
  projectId: z.string(),
  userId: userIdSchema,
  userIdType: userIdTypeSchema,
  traits: traitsSchema,
  createdAt: z.number().int(),
  /**
   * Milliseconds since 1970 until which a profile is kept that only events tell of; null where the site's server has
   * put it, or the user has an account here.
   */
  keptUntil: z.number().int().nullable(),
})

export type UserProfile = z.infer<typeof userProfileSchema>
export type ProfileFields = z.infer<typeof fieldsSchema>
export type Privacy = Pick<ProfileFields, 'hidden' | 'hideLastSeen'>

/** What a server puts: what it does not name stays as it is. A user itself changes only what it hides. */
export const putUserSchema = z.strictObject({
  ...fieldsSchema.partial().shape,
  /** `number` where the site's ids are numbers, and are to be told as such. */
  userIdType: userIdTypeSchema.optional(),
  traits: z
    .record(z.string().min(1), jsonValueSchema)
    .refine((traits) => Object.keys(traits).length <= USER_MAX_TRAITS, {
      message: `has at most ${USER_MAX_TRAITS} traits`,
    })
    .refine((traits) => Object.keys(traitsOf(traits, 'server', 0)).length === Object.keys(traits).length, {
      message: `has names of at most ${TRAIT_NAME_MAX_CHARS}, and values of at most ${TRAIT_MAX_CHARS} characters as JSON`,
    })
    .optional(),
})

export type PutUser = z.infer<typeof putUserSchema>

/** Of whom nothing is said yet. */
export const newProfile = (projectId: string, userId: string, createdAt: number): UserProfile => ({
  projectId,
  userId,
  userIdType: 'string',
  username: null,
  displayName: null,
  bio: null,
  profilePictureUrl: null,
  followersCount: 0,
  followingCount: 0,
  hidden: false,
  hideLastSeen: false,
  traits: {},
  createdAt,
  keptUntil: 0,
})

/** All that a server or a member is told of a user. */
export const userRecordSchema = fieldsSchema.extend({
  id: toldUserIdSchema,
  traits: traitsSchema,
  createdAt: z.iso.datetime(),
})

export const userRecordAnswerSchema = z.object({ success: z.literal(true), data: userRecordSchema })

/** How anybody is shown a user, beside what presence says. */
export const userNamesSchema = z.object({
  userId: toldUserIdSchema.nullable(),
  username: z.string().nullable(),
  displayName: z.string().nullable(),
  profilePictureUrl: z.string().nullable(),
})

export const toRecord = (profile: UserProfile): z.infer<typeof userRecordSchema> => {
  const { projectId: _project, userId, userIdType, keptUntil: _until, createdAt, ...fields } = profile
  return { id: toldId(userId, userIdType), ...fields, createdAt: new Date(createdAt).toISOString() }
}

/** Of a user of whom nothing is known but its id. */
export const namesOf = (
  userId: string,
  profile: UserProfile | undefined,
): z.infer<typeof userNamesSchema> => ({
  userId: toldIdOf(userId, profile),
  username: profile?.username ?? null,
  displayName: profile?.displayName ?? null,
  profilePictureUrl: profile?.profilePictureUrl ?? null,
})

export const toldIdOf = (userId: string, profile: Pick<UserProfile, 'userIdType'> | undefined): ToldUserId =>
  toldId(userId, profile?.userIdType)
