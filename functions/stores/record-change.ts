// Writes what is about to change into the audit log: an entry of a change that then failed is better than none.
import type { AuditAction, AuditEntry } from '../../core/audit/audit-entry.ts'
import { type AuditStore, makeEntryId } from './audit-log.ts'
import type { MemberProfileStore } from './member-profiles.ts'

type Deps = {
  audit: Pick<AuditStore, 'write'>
  profiles: Pick<MemberProfileStore, 'find'>
  now: () => number
  random: (bytes: number) => Uint8Array
}

type RecordedChange = {
  action: AuditAction
  target: AuditEntry['target']
  projectId?: string
  changes?: AuditEntry['changes']
}

/** A member, or a server by its key. */
type Actor = Parameters<MemberProfileStore['find']>[0] | { keyId: string }

const RANDOM_BYTES = 9

export const recordChange =
  ({ audit, profiles, now, random }: Deps) =>
  async (
    caller: Actor,
    organisationId: string,
    { action, target, projectId, changes = [] }: RecordedChange,
  ): Promise<AuditEntry> => {
    // A server is known by its key.
    const actor =
      'memberId' in caller
        ? { memberId: caller.memberId, email: (await profiles.find(caller)).email }
        : { memberId: caller.keyId, email: caller.keyId }
    const at = now()
    const entryId = makeEntryId(at, Buffer.from(random(RANDOM_BYTES)).toString('base64url'))
    const entry = { entryId, at, action, actor, target, projectId: projectId ?? null, changes }
    await audit.write(organisationId, entry)
    return entry
  }
