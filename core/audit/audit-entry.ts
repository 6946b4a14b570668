// What was changed in an organisation, taken out of its quarantine, or watched, by whom and when.
import * as z from 'zod'

export const AUDIT_ACTIONS = [
  'organisation.created',
  'organisation.renamed',
  'member.invited',
  'invitation.revoked',
  'member.joined',
  'member.role-changed',
  'member.removed',
  'project.created',
  'project.changed',
  'project.deleted',
  'key.created',
  'key.regenerated',
  'key.revoked',
  'person.erased',
  'quarantine.shown',
  'quarantine.redriven',
  'view.shared',
  'view.changed',
  'view.withdrawn',
  'recording.imported',
  'replay.watched',
  'share.created',
  'share.revoked',
  'note.deleted',
  'session.pinned',
  'session.unpinned',
  'highlight.deleted',
] as const

export const auditEntrySchema = z.object({
  entryId: z.string(),
  at: z.number().int(),
  action: z.enum(AUDIT_ACTIONS),
  actor: z.object({ memberId: z.string(), email: z.string() }),
  /** What it was done to: an id, and the name it had then. */
  target: z.object({ id: z.string(), name: z.string().nullable() }),
  projectId: z.string().nullable(),
  /** Names of what changed, with the values before and after; never a key or another secret. */
  changes: z.array(
    z.object({ field: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
  ),
})

/** Answer of `GET /api/v1/organisations/{organisationId}/audit-log`, newest first. */
export const auditLogSchema = z.object({
  entries: z.array(auditEntrySchema),
  nextCursor: z.string().nullable(),
})

export type AuditAction = (typeof AUDIT_ACTIONS)[number]
export type AuditEntry = z.infer<typeof auditEntrySchema>
export type AuditLog = z.infer<typeof auditLogSchema>
