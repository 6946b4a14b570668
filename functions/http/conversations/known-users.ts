// Who takes part in conversations, with one read of the profiles and one of presence for all of them.
import type { Conversation, KnownUsers } from '../../../core/conversations/conversation.ts'
import type { Sight } from '../../../core/users/shown-presence.ts'
import type { Stores } from './stores.ts'

export const knownUsers = async (
  { profiles, presence }: Pick<Stores, 'profiles' | 'presence'>,
  projectId: string,
  some: readonly Pick<Conversation, 'participants' | 'lastMessage'>[],
  sight: Sight,
): Promise<KnownUsers> => {
  const ids = [...new Set(some.flatMap(({ participants }) => participants))].filter((id) => id !== null)
  const [known, presences] = await Promise.all([
    profiles.findMany(projectId, ids),
    presence.read(projectId, ids, { seesHidden: sight === 'everything' }),
  ])
  return { profiles: known, presences }
}
