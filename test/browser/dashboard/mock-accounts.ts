// Plays members, organisations, projects and keys for the dashboard: small, but with the rules that screens show.
import type { AuditEntry } from '../../../core/audit/audit-entry.ts'
import { type Erasure, NOTHING_ERASED } from '../../../core/erasure/erasure.ts'
import type { ProjectKey } from '../../../core/keys/project-key.ts'
import type { Invitation } from '../../../core/organisations/invitation.ts'
import type { Membership } from '../../../core/organisations/membership.ts'
import type { MemberOrganisation } from '../../../core/organisations/organisation.ts'
import type { Role } from '../../../core/organisations/role.ts'
import { type MemberProject, PROJECT_DEFAULTS } from '../../../core/projects/project.ts'
import type { QuarantineAnswer, QuarantineEntry } from '../../../core/quarantine/quarantine-list.ts'
import type { Usage } from '../../../core/usage/usage.ts'
import type { SavedView } from '../../../core/views/saved-view.ts'

export type Answer = {
  status: number
  body?: unknown
  /** Of an answer that is no JSON. */
  bytes?: Buffer
  headers?: Record<string, string>
}
export type Asked = {
  method: string
  path: string
  search: URLSearchParams
  token: string | undefined
  idempotencyKey: string | undefined
  body: unknown
}

export const problem = (
  status: number,
  code: string,
  detail: string,
  more: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Answer => ({
  status,
  headers,
  body: {
    type: `urn:playhead:problem:${code}`,
    title: status === 409 ? 'Conflict' : 'Not valid',
    status,
    detail,
    code,
    success: false,
    requestId: 'req-0001',
    ...more,
  },
})
export const NOT_FOUND = problem(404, 'not-found', 'There is no such thing.')

export const ORGANISATION_ID = 'org_0000000000000001'
export const NEW_SECRET = 'sk_test_secretsecretsecretsecretseZ9y8X7'
export const INVITATION_TOKEN = `inv_0000000000000009.${'s'.repeat(32)}`

const pad = (prefix: string, n: number): string => `${prefix}_${String(n).padStart(16, '0')}`

export const accountState = () => ({
  organisations: [] as MemberOrganisation[],
  projects: [] as MemberProject[],
  members: [] as Membership[],
  invitations: [] as Invitation[],
  keys: [] as ProjectKey[],
  entries: [] as AuditEntry[],
  erasures: [] as Erasure[],
  quarantine: [] as QuarantineEntry[],
  quarantined: [] as QuarantineAnswer['contents'],
  /** What is sent again is counted. */
  consumersRun: true,
  usage: { days: [], keys: [] } as Usage,
  views: [] as SavedView[],
  /** Whom `INVITATION_TOKEN` is for; undefined once it is used up. */
  invited: undefined as { email: string; role: Role; organisationName: string } | undefined,
})

export type AccountState = ReturnType<typeof accountState>

/** Who asks, as the token said. */
type Caller = { memberId: string; email: string }

export const mockAccounts = (state: AccountState) => {
  let made = 100
  /** A second try under the same key is answered like the first. */
  const answered = new Map<string, Answer>()

  const createOrganisation = (name: string): Answer => {
    const organisation = {
      organisationId: pad('org', ++made),
      name,
      createdAt: Date.now(),
      role: 'owner' as const,
    }
    state.organisations.push(organisation)
    return { status: 201, body: { organisation } }
  }

  const createProject = (body: Partial<MemberProject>): Answer => {
    const project: MemberProject = {
      ...PROJECT_DEFAULTS,
      organisationId: state.organisations[0]?.organisationId ?? ORGANISATION_ID,
      name: '',
      ...body,
      projectId: `prj_000000000${++made}`,
      createdAt: Date.now(),
      publishableKey: 'pk_test_newnewnewnewnewnewnewnewnewnewA1b2C3',
      role: 'owner',
    }
    state.projects.push(project)
    return { status: 201, body: { project, secretKey: NEW_SECRET } }
  }

  const createKey = (projectId: string, body: Partial<ProjectKey> & { expiresInDays?: number }): Answer => {
    if (body.name === 'Too many')
      return problem(409, 'too-many-keys', 'A project has 50 keys at most. Revoke one first.')
    const { expiresInDays, ...given } = body
    const key: ProjectKey = {
      keyId: pad('key', ++made),
      projectId,
      kind: 'secret',
      environment: 'live',
      name: '',
      prefix: 'sk_test_secr',
      text: null,
      status: 'active',
      createdAt: Date.now(),
      expiresAt: expiresInDays ? Date.now() + expiresInDays * 86_400_000 : null,
      revokedAt: null,
      previous: [],
      lastUsedAt: null,
      requests: 0,
      ...given,
    }
    state.keys.push(key)
    return { status: 201, body: { key, secret: NEW_SECRET } }
  }

  const onKey = (asked: Asked, keyId: string): Answer => {
    const key = state.keys.find((one) => one.keyId === keyId)
    if (!key) return NOT_FOUND
    if (asked.method === 'DELETE') {
      Object.assign(key, { status: 'revoked', revokedAt: Date.now(), previous: [] })
      return { status: 204 }
    }
    const { graceHours } = asked.body as { graceHours: number }
    if (graceHours > 0)
      key.previous.push({ prefix: key.prefix, validUntil: Date.now() + graceHours * 3_600_000 })
    return { status: 201, body: { key, secret: NEW_SECRET } }
  }

  const onMember = (asked: Asked, memberId: string, caller: Caller): Answer => {
    const member = state.members.find((one) => one.memberId === memberId)
    if (!member) return NOT_FOUND
    const owners = state.members.filter(({ role }) => role === 'owner')
    const role = asked.method === 'PATCH' ? (asked.body as { role: Role }).role : null
    if (member.role === 'owner' && owners.length === 1 && role !== 'owner')
      return problem(409, 'last-owner', 'An organisation keeps at least one owner. Make another one first.')
    if (role) {
      member.role = role
      return { status: 200, body: { member } }
    }
    state.members = state.members.filter((one) => one !== member)
    if (memberId === caller.memberId) {
      state.organisations = []
      state.projects = []
    }
    return { status: 204 }
  }

  const onInvitations = (
    asked: Asked,
    organisationId: string,
    invitationId: string | undefined,
    caller: Caller,
  ): Answer => {
    if (asked.method === 'GET') return { status: 200, body: { invitations: state.invitations } }
    if (asked.method === 'DELETE') {
      state.invitations = state.invitations.filter((one) => one.invitationId !== invitationId)
      return { status: 204 }
    }
    const { email, role } = asked.body as Pick<Invitation, 'email' | 'role'>
    if (state.members.some((member) => member.email === email))
      return problem(409, 'already-a-member', 'This address belongs to a member already.')
    const invitation = {
      invitationId: pad('inv', 9),
      organisationId,
      email,
      role,
      invitedBy: caller.email,
      createdAt: Date.now(),
      expiresAt: Date.now() + 7 * 86_400_000,
    }
    state.invitations.push(invitation)
    return { status: 201, body: { invitation, token: INVITATION_TOKEN } }
  }

  const onOrganisation = (asked: Asked, parts: string[], caller: Caller): Answer => {
    const [organisationId = '', what, id] = parts
    const organisation = state.organisations.find((one) => one.organisationId === organisationId)
    if (!organisation) return NOT_FOUND
    if (what === 'members')
      return id ? onMember(asked, id, caller) : { status: 200, body: { members: state.members } }
    if (what === 'invitations') return onInvitations(asked, organisationId, id, caller)
    if (what === 'audit-log') {
      const from = Number(asked.search.get('cursor') ?? 0)
      const to = from + Number(asked.search.get('limit') ?? 20)
      const [action, session] = [asked.search.get('action'), asked.search.get('session')]
      const entries = state.entries.filter(
        (entry) => (!action || entry.action === action) && (!session || entry.target.id === session),
      )
      const nextCursor = to < entries.length ? String(to) : null
      return { status: 200, body: { entries: entries.slice(from, to), nextCursor } }
    }
    if (asked.method === 'PATCH') organisation.name = (asked.body as { name: string }).name
    return { status: 200, body: { organisation } }
  }

  const onProject = (asked: Asked, projectId: string, what: string | undefined): Answer => {
    const project = state.projects.find((one) => one.projectId === projectId)
    if (!project) return NOT_FOUND
    if (what === 'usage') {
      const days = Number(asked.search.get('days') ?? 30)
      return { status: 200, body: { ...state.usage, days: state.usage.days.slice(-days) } }
    }
    if (asked.method === 'DELETE') {
      state.projects = state.projects.filter((one) => one !== project)
      return { status: 204 }
    }
    if (asked.method === 'PATCH') Object.assign(project, asked.body)
    return { status: 200, body: { project } }
  }

  const erase = (projectId: string): Answer => {
    const erasure: Erasure = {
      erasureId: `ers_${String(Date.now())}0000000000000${++made}`,
      projectId,
      subject: 'a'.repeat(64),
      requestedBy: 'member',
      requestedAt: Date.now(),
      status: 'erasing',
      erasedAt: null,
      completedAt: null,
      verified: false,
      counts: NOTHING_ERASED,
      unreadable: 0,
    }
    state.erasures.unshift(erasure)
    return { status: 202, body: { erasure } }
  }

  const onQuarantine = ({ method }: Asked, recordId: string | undefined): Answer => {
    const entry = state.quarantine.find((one) => one.recordId === recordId)
    if (recordId === undefined) return { status: 200, body: { entries: state.quarantine, nextCursor: null } }
    if (!entry) return NOT_FOUND
    if (method === 'GET') return { status: 200, body: { entry, contents: state.quarantined } }
    const { records } = entry
    if (!state.consumersRun) return { status: 202, body: { status: 'sent', records, receipt: 'a-receipt' } }
    state.quarantine = state.quarantine.filter((one) => one !== entry)
    return { status: 200, body: { status: 'done', records, receipt: null } }
  }

  const onViews = (
    { method, body }: Asked,
    viewId: string | undefined,
    projectId: string,
    by: string,
  ): Answer => {
    const view = state.views.find((one) => one.viewId === viewId)
    if (method === 'GET') return { status: 200, body: { views: state.views } }
    if (method === 'POST') {
      const at = Date.now()
      const fresh = { viewId: pad('view', ++made), projectId, createdBy: by, createdAt: at, updatedAt: at }
      state.views.push({ ...fresh, shared: false, ...(body as Pick<SavedView, 'name' | 'filters'>) })
      return { status: 201, body: { view: state.views.at(-1) } }
    }
    if (!view) return NOT_FOUND
    if (method === 'DELETE') {
      state.views = state.views.filter((one) => one !== view)
      return { status: 204 }
    }
    Object.assign(view, body)
    return { status: 200, body: { view } }
  }

  const accept = (caller: Caller): Answer => {
    const { invited } = state
    if (!invited) return NOT_FOUND
    if (invited.email !== caller.email)
      return problem(403, 'not-invited', 'This invitation is for another address.')
    state.invited = undefined
    const organisation = {
      organisationId: ORGANISATION_ID,
      name: invited.organisationName,
      createdAt: Date.now(),
      role: invited.role,
    }
    state.organisations.push(organisation)
    return { status: 200, body: { organisation } }
  }

  /** Undefined for what is not about accounts. */
  const answer = (asked: Asked, caller: Caller): Answer | undefined => {
    const [, , , what, ...parts] = asked.path.split('/')
    const post = asked.method === 'POST'
    const projectId = asked.search.get('projectId') ?? ''
    if (asked.path === '/api/v1/auth/me')
      return { status: 200, body: { member: { ...caller, name: 'Ada Lovelace' } } }
    if (asked.path === '/api/v1/invitations/accept') return accept(caller)
    if (what === 'organisations' && parts.length > 0) return onOrganisation(asked, parts, caller)
    if (what === 'organisations' && post) return createOrganisation((asked.body as { name: string }).name)
    if (what === 'organisations') return { status: 200, body: { organisations: state.organisations } }
    if (what === 'projects' && parts[0]) return onProject(asked, parts[0], parts[1])
    if (what === 'projects' && post) return createProject(asked.body as Partial<MemberProject>)
    if (what === 'projects') return { status: 200, body: { projects: state.projects } }
    if (what === 'people' && asked.method === 'DELETE') return erase(projectId)
    if (what === 'erasures') return { status: 200, body: { erasures: state.erasures, nextCursor: null } }
    if (what === 'views') return onViews(asked, parts[0], projectId, caller.memberId)
    if (what === 'quarantine') return onQuarantine(asked, parts[0])
    if (what === 'keys' && parts[0]) return onKey(asked, parts[0])
    if (what === 'keys' && post) return createKey(projectId, asked.body as Partial<ProjectKey>)
    if (what === 'keys')
      return { status: 200, body: { keys: state.keys.filter((key) => key.projectId === projectId) } }
    return undefined
  }

  return (asked: Asked, caller: Caller): Answer | undefined => {
    const before = asked.idempotencyKey && answered.get(asked.idempotencyKey)
    if (before) return before
    const given = answer(asked, caller)
    if (asked.idempotencyKey && given && given.status < 300) answered.set(asked.idempotencyKey, given)
    return given
  }
}
