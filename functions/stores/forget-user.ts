// Everything that stands under a user's own id: messages, logins, profile and username, presence and open sockets.
import type { ConnectionStore } from './connections.ts'
import type { ConversationStore } from './conversations.ts'
import type { PresenceStore } from './presence.ts'
import type { CredentialStore } from './user-credentials.ts'
import type { ProfileStore } from './user-profiles.ts'
import type { UserWatchStore } from './user-watches.ts'

type Deps = {
  conversations: Pick<ConversationStore, 'forgetUser'>
  credentials: Pick<CredentialStore, 'removeOf'>
  profiles: Pick<ProfileStore, 'remove'>
  presence: Pick<PresenceStore, 'remove'>
  connections: Pick<ConnectionStore, 'close'>
  watches: Pick<UserWatchStore, 'removeUser'>
}

export type ForgetUser = ReturnType<typeof forgetUser>

/** Returns the number of rows that were there. */
export const forgetUser =
  ({ conversations, credentials, profiles, presence, connections, watches }: Deps) =>
  async (projectId: string, userId: string): Promise<number> => {
    const messages = await conversations.forgetUser(projectId, userId)
    const logins = await credentials.removeOf(projectId, userId)
    const named = await profiles.remove(projectId, userId)
    const { rows, connectionIds } = await presence.remove(projectId, userId)
    for (const id of connectionIds) await connections.close(id)
    const watched = await watches.removeUser(projectId, userId)
    return messages + logins + named + rows + watched
  }
