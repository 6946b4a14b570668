// Notes what batches say of the site's users: that they were active, that they logged in, and their traits.
import type { StampedBatch } from '../../../core/ingest/stamped-batch.ts'
import { usersIn } from '../../../core/users/users-in-batch.ts'
import type { PresenceStore } from '../../stores/presence.ts'
import type { ProfileStore } from '../../stores/user-profiles.ts'

type Deps = {
  profiles: Pick<ProfileStore, 'foldTraits'>
  presence: Pick<PresenceStore, 'touch' | 'noteLogin'>
  retentionDays: number
}

/** Of one session. Most name one user or none, and a container remembers whom it has touched. */
export type NoteUsers = (batches: readonly [StampedBatch, ...StampedBatch[]]) => Promise<void>

export const noteUsers =
  ({ profiles, presence, retentionDays }: Deps): NoteUsers =>
  async (batches) => {
    const { projectId, rules } = batches[0]
    for (const { userId, activeAt, loginAt, traits } of usersIn(batches)) {
      await profiles.foldTraits(projectId, userId, traits, rules?.keepDays ?? retentionDays)
      if (loginAt !== null) await presence.noteLogin(projectId, userId, loginAt)
      await presence.touch(projectId, userId, activeAt)
    }
  }
