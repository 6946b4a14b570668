// The user that a path names, and what whoever asks is shown of it.
import { AppError } from '../../../core/errors.ts'
import type { Sight } from '../../../core/users/shown-presence.ts'
import type { UserProfile } from '../../../core/users/user-profile.ts'
import type { Stores } from './stores.ts'

type Named = { username: string }
type How = { by: 'username' | 'id' }

/** A user whom only presence knows has no profile: it is found by its id. */
export const foundUser = async (
  { profiles, presence }: Pick<Stores, 'profiles' | 'presence'>,
  projectId: string,
  { username }: Named,
  { by }: How,
  caller: object,
) => {
  const profile =
    by === 'id'
      ? await profiles.find(projectId, username)
      : await profiles.findByUsername(projectId, username)
  const userId = by === 'id' ? username : profile?.userId
  if (userId === undefined) throw noUser()
  const sight = sightOf(caller, userId)
  const presences = await presence.read(projectId, [userId], { seesHidden: sight === 'everything' })
  const known = presences.get(userId)
  if (!profile && !known) throw noUser()
  return { userId, profile, presence: known, sight }
}

export const foundProfile = async (
  { profiles }: Pick<Stores, 'profiles'>,
  projectId: string,
  { username }: Named,
  { by }: How,
): Promise<UserProfile> => {
  const profile =
    by === 'id'
      ? await profiles.find(projectId, username)
      : await profiles.findByUsername(projectId, username)
  if (!profile) throw noUser()
  return profile
}

/** The site itself sees everything, and a user all of itself. */
export const sightOf = (caller: object, userId: string): Sight =>
  'userId' in caller && caller.userId !== userId ? 'what is shown' : 'everything'

const noUser = (): AppError => new AppError('user-not-found', 404, 'There is no such user.')
