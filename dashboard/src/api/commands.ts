// Everything the screens have the API change. What a change makes stale is named by who asks for it.
import type { Erasure } from '../../../core/erasure/erasure.ts'
import type { CreateKey, ProjectKey } from '../../../core/keys/project-key.ts'
import type { Invitation } from '../../../core/organisations/invitation.ts'
import type { Membership } from '../../../core/organisations/membership.ts'
import type { CreateOrganisation, MemberOrganisation } from '../../../core/organisations/organisation.ts'
import type { Role } from '../../../core/organisations/role.ts'
import type {
  CreatedProject,
  CreateProject,
  MemberProject,
  UpdateProject,
} from '../../../core/projects/project.ts'
import type { RedriveAnswer } from '../../../core/quarantine/quarantine-list.ts'
import type { CreateView, SavedView, UpdateView } from '../../../core/views/saved-view.ts'
import { api } from '../app/services.ts'

const at = (...parts: string[]): string => `/api/v1/${parts.map(encodeURIComponent).join('/')}`

export type CreatedInvitation = { invitation: Invitation; token: string }
export type CreatedKey = { key: ProjectKey; secret: string }
type OrganisationAnswer = { organisation: MemberOrganisation }

export const createOrganisation = (body: CreateOrganisation, idempotencyKey: string) =>
  api.post<OrganisationAnswer>(at('organisations'), { body, idempotencyKey })

export const renameOrganisation = (organisationId: string, name: string) =>
  api.patch<OrganisationAnswer>(at('organisations', organisationId), { body: { name } })

export const changeRole = (organisationId: string, memberId: string, role: Role) =>
  api.patch<{ member: Membership }>(at('organisations', organisationId, 'members', memberId), {
    body: { role },
  })

export const removeMember = (organisationId: string, memberId: string) =>
  api.delete(at('organisations', organisationId, 'members', memberId))

export const inviteMember = (
  organisationId: string,
  body: { email: string; role: Role },
  idempotencyKey: string,
) => api.post<CreatedInvitation>(at('organisations', organisationId, 'invitations'), { body, idempotencyKey })

export const revokeInvitation = ({ organisationId, invitationId }: Invitation) =>
  api.delete(at('organisations', organisationId, 'invitations', invitationId))

export const acceptInvitation = (token: string) =>
  api.post<OrganisationAnswer>(at('invitations', 'accept'), { body: { token } })

export const createProject = (body: CreateProject, idempotencyKey: string) =>
  api.post<CreatedProject>(at('projects'), { body, idempotencyKey })

export const updateProject = (projectId: string, body: UpdateProject) =>
  api.patch<{ project: MemberProject }>(at('projects', projectId), { body })

export const deleteProject = (projectId: string) => api.delete(at('projects', projectId))

export const createKey = (projectId: string, body: CreateKey, idempotencyKey: string) =>
  api.post<CreatedKey>(at('keys'), { query: { projectId }, body, idempotencyKey })

export const regenerateKey = ({ projectId, keyId }: ProjectKey, graceHours: number, idempotencyKey: string) =>
  api.post<CreatedKey>(at('keys', keyId, 'regenerate'), {
    query: { projectId },
    body: { graceHours },
    idempotencyKey,
  })

export const revokeKey = ({ projectId, keyId }: ProjectKey) =>
  api.delete(at('keys', keyId), { query: { projectId } })

export const erasePerson = (projectId: string, personId: string) =>
  api.delete<{ erasure: Erasure }>(at('people', personId), { query: { projectId } })

/** With the receipt of an earlier answer it sends nothing, and only looks whether all is counted. */
export const redriveQuarantined = (projectId: string, recordId: string, receipt: string | null) =>
  api.post<RedriveAnswer>(at('quarantine', recordId, 'redrive'), { query: { projectId, receipt } })

type ViewAnswer = { view: SavedView }

export const createView = (projectId: string, body: CreateView, idempotencyKey: string) =>
  api.post<ViewAnswer>(at('views'), { query: { projectId }, body, idempotencyKey })

export const updateView = ({ projectId, viewId }: SavedView, body: UpdateView) =>
  api.patch<ViewAnswer>(at('views', viewId), { query: { projectId }, body })

export const deleteView = ({ projectId, viewId }: SavedView) =>
  api.delete(at('views', viewId), { query: { projectId } })
