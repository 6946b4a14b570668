// A user's presence as somebody is shown it: hidden users are offline to other users, and never to the site itself.
import * as z from 'zod'
import { type Presence, statusSchema } from '../presence/presence.ts'
import { toldUserIdSchema } from './user-id.ts'
import { type Privacy, toldIdOf, type UserProfile } from './user-profile.ts'

export type KnownPresence = Omit<Presence, 'userId'>

/** Members and servers see everything, and users of themselves. */
export type Sight = 'everything' | 'what is shown'

const time = z.iso.datetime().nullable()

export const userPresenceSchema = z.strictObject({
  userId: toldUserIdSchema,
  username: z.string().nullable(),
  isOnline: z.boolean(),
  lastSeen: time,
  lastActiveAt: time,
})

export const presenceAnswerSchema = z.object({ success: z.literal(true), data: userPresenceSchema })

/** Of many users at once; `status` tells `away` from `online`. */
export const listedPresenceSchema = userPresenceSchema.extend({
  status: statusSchema,
  lastLoginAt: time,
})

export const userViewSchema = z.strictObject({
  id: toldUserIdSchema,
  username: z.string().nullable(),
  bio: z.string().nullable(),
  profilePictureUrl: z.string().nullable(),
  followersCount: z.number().int(),
  followingCount: z.number().int(),
  isOnline: z.boolean(),
  lastSeen: time,
  lastLoginAt: time,
})

export const userViewAnswerSchema = z.object({ success: z.literal(true), data: userViewSchema })

const NEVER: KnownPresence = {
  username: null,
  status: 'offline',
  isOnline: false,
  lastSeen: null,
  lastActiveAt: null,
  lastLoginAt: null,
}

export const shownPresence = (
  presence: KnownPresence | undefined,
  privacy: Privacy | undefined,
  sight: Sight,
): KnownPresence => {
  const known = presence ?? NEVER
  if (sight === 'everything' || !privacy) return known
  if (privacy.hidden) return { ...NEVER, username: known.username }
  return privacy.hideLastSeen ? { ...known, lastSeen: null, lastActiveAt: null, lastLoginAt: null } : known
}

type Known = { userId: string; profile: UserProfile | undefined; presence: KnownPresence | undefined }

export const toUserPresence = (
  { userId, profile, presence }: Known,
  sight: Sight,
): z.infer<typeof userPresenceSchema> => {
  const { username, isOnline, lastSeen, lastActiveAt } = shownPresence(presence, profile, sight)
  return {
    userId: toldIdOf(userId, profile),
    username: profile?.username ?? username,
    isOnline,
    lastSeen,
    lastActiveAt,
  }
}

export const toListedPresence = (known: Known, sight: Sight): z.infer<typeof listedPresenceSchema> => {
  const { status, lastLoginAt } = shownPresence(known.presence, known.profile, sight)
  return { ...toUserPresence(known, sight), status, lastLoginAt }
}

export const toUserView = (
  { profile, presence }: { profile: UserProfile; presence: KnownPresence | undefined },
  sight: Sight,
): z.infer<typeof userViewSchema> => {
  const { isOnline, lastSeen, lastLoginAt } = shownPresence(presence, profile, sight)
  const { userId, username, bio, profilePictureUrl, followersCount, followingCount } = profile
  return {
    id: toldIdOf(userId, profile),
    username,
    bio,
    profilePictureUrl,
    followersCount,
    followingCount,
    isOnline,
    lastSeen,
    lastLoginAt,
  }
}
