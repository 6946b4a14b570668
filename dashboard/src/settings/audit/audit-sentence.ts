// An entry of the audit log as a sentence that begins with who did it.
import type { AuditAction, AuditEntry } from '../../../../core/audit/audit-entry.ts'

type Names = { target: string; before: string; after: string }

const SENTENCES: Record<AuditAction, (names: Names) => string> = {
  'organisation.created': ({ target }) => `made the organisation ${target}`,
  'organisation.renamed': ({ target, before, after }) =>
    before && after
      ? `renamed the organisation from ${before} to ${after}`
      : `renamed the organisation to ${target}`,
  'member.invited': ({ target, after }) => `invited ${target}${after && ` as ${after}`}`,
  'invitation.revoked': ({ target }) => `revoked the invitation of ${target}`,
  'member.joined': ({ after }) => `joined${after && ` as ${after}`}`,
  'member.role-changed': ({ target, before, after }) =>
    before && after
      ? `changed the role of ${target} from ${before} to ${after}`
      : `changed the role of ${target}`,
  'member.removed': ({ target }) => `removed ${target}`,
  'project.created': ({ target }) => `made the project ${target}`,
  'project.changed': ({ target }) => `changed the settings of the project ${target}`,
  'project.deleted': ({ target }) => `deleted the project ${target}`,
  'key.created': ({ target }) => `made the key ${target}`,
  'key.regenerated': ({ target }) => `gave the key ${target} a new text`,
  'key.revoked': ({ target }) => `revoked the key ${target}`,
  // Whom, nobody must know any more; the id of the receipt is the target.
  'person.erased': () => 'had a person erased',
  'quarantine.shown': ({ target }) => `looked at ${target} in the quarantine`,
  'quarantine.redriven': ({ target }) => `sent ${target} of the quarantine again`,
  'view.shared': ({ target }) => `shared the view ${target}`,
  'view.changed': ({ target }) => `changed the shared view ${target}`,
  'view.withdrawn': ({ target }) => `took the shared view ${target} away`,
  'recording.imported': ({ target }) => `imported a recording as the session ${target}`,
  'replay.watched': ({ target }) => `watched the session ${target}`,
  'share.created': ({ target }) => `made a public link to the session ${target}`,
  'share.revoked': ({ target }) => `revoked a public link to the session ${target}`,
  'note.deleted': ({ target }) => `deleted somebody’s note on the session ${target}`,
  'session.pinned': ({ target }) => `pinned the session ${target}`,
  'session.unpinned': ({ target }) => `unpinned the session ${target}`,
  'highlight.deleted': ({ target }) => `deleted somebody’s highlight of the session ${target}`,
}

const WORDS: Record<AuditAction, string> = {
  'organisation.created': 'Organisation made',
  'organisation.renamed': 'Organisation renamed',
  'member.invited': 'Member invited',
  'invitation.revoked': 'Invitation revoked',
  'member.joined': 'Member joined',
  'member.role-changed': 'Role changed',
  'member.removed': 'Member removed',
  'project.created': 'Project made',
  'project.changed': 'Project changed',
  'project.deleted': 'Project deleted',
  'key.created': 'Key made',
  'key.regenerated': 'Key renewed',
  'key.revoked': 'Key revoked',
  'person.erased': 'Person erased',
  'quarantine.shown': 'Quarantine looked at',
  'quarantine.redriven': 'Quarantine sent again',
  'view.shared': 'View shared',
  'view.changed': 'View changed',
  'view.withdrawn': 'View taken away',
  'recording.imported': 'Recording imported',
  'replay.watched': 'Session watched',
  'share.created': 'Public link made',
  'share.revoked': 'Public link revoked',
  'note.deleted': 'Note deleted',
  'session.pinned': 'Session pinned',
  'session.unpinned': 'Session unpinned',
  'highlight.deleted': 'Highlight deleted',
}

/** What the log is narrowed by. */
export const ACTION_WORDS = Object.entries(WORDS).map(([value, label]) => ({ value, label }))

const quote = (text: string | null | undefined): string => (text ? `“${text}”` : '')

/** Roles and addresses are plain words; names of things stand in quotation marks. */
const PLAIN: AuditAction[] = [
  'member.invited',
  'member.joined',
  'member.role-changed',
  'member.removed',
  'invitation.revoked',
]

export const auditSentence = ({ action, actor, target, changes }: AuditEntry): string => {
  if (action === 'member.removed' && target.id === actor.memberId) return 'left the organisation'
  const plain = PLAIN.includes(action)
  const write = plain ? (text: string | null | undefined) => text ?? '' : quote
  const told = changes.find(({ field }) => field === (plain ? 'role' : 'name'))
  return SENTENCES[action]({
    target: write(target.name ?? target.id),
    before: write(told?.before),
    after: write(told?.after),
  })
}

const FIELDS: Record<string, string> = {
  name: 'name',
  origins: 'sites',
  timeZone: 'time zone',
  'retention.replayDays': 'days that recordings are kept',
  'retention.eventDays': 'days that events are kept',
  'recording.enabled': 'recording',
  'recording.sampleRate': 'share of recorded sessions',
  'recording.mode': 'begin of recordings',
  'recording.consoles': 'recording of the console',
  'recording.network': 'recording of requests',
  'recording.canvas': 'recording of canvas elements',
  'screenshots.enabled': 'pictures of pages',
  'assets.enabled': 'keeping of styles, fonts and images',
  'assets.hosts': 'hosts of styles, fonts and images',
  'screenshots.sampleRate': 'share of pictured sessions',
  'masking.inputs': 'masking of inputs',
  'masking.text': 'masking of texts',
  fullAddresses: 'whole addresses',
  'userLogins.enabled': 'accounts of users',
  'userLogins.googleClientIds': 'client ids at Google',
  'userLogins.appleClientIds': 'client ids at Apple',
  ingest: 'ingest',
  limits: 'limits',
  retention: 'retention',
  masking: 'masking',
  kind: 'kind',
  environment: 'environment',
  expiresAt: 'end',
}

/** What a sentence leaves out: `time zone: UTC → Europe/Berlin`. */
export const auditDetails = ({ action, changes }: AuditEntry): string[] =>
  changes
    .filter(({ field }) => action === 'project.changed' || (field !== 'name' && field !== 'role'))
    .map(({ field, before, after }) => `${FIELDS[field] ?? field}: ${before ?? 'none'} → ${after ?? 'none'}`)
