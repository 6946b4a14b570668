// Writes what is about to change into the audit log: an entry of a change that then failed is better than none.
import type { AuditAction, AuditEntry } from '../../../core/audit/audit-entry.ts'
import type { Member } from '../../runtime/http/callers.ts'
import { type AuditStore, makeEntryId } from '../../stores/audit-log.ts'
import type { MemberProfileStore } from '../../stores/member-profiles.ts'

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

const RANDOM_BYTES = 9

export const recordChange =
  ({ audit, profiles, now, random }: Deps) =>
  async (
    caller: Member,
    organisationId: string,
    { action, target, projectId, changes = [] }: RecordedChange,
  ): Promise<void> => {
    const { email } = await profiles.find(caller)
    const at = now()
    const entryId = makeEntryId(at, Buffer.from(random(RANDOM_BYTES)).toString('base64url'))
    const actor = { memberId: caller.memberId, email }
    await audit.write(organisationId, {
      entryId,
      at,
      action,
      actor,
      target,
      projectId: projectId ?? null,
      changes,
    })
  }
