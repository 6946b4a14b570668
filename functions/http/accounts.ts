// Organisations, members, invitations, projects, keys, usage, erasures and saved views: one function for routes that are seldom asked.
import { gate } from '../gate/gate.ts'
import { http } from '../runtime/http/http.ts'
import { acceptInvitationRoute } from './accounts/accept-invitation.ts'
import { changeRoleRoute } from './accounts/change-role.ts'
import { createKeyRoute } from './accounts/create-key.ts'
import { createOrganisationRoute } from './accounts/create-organisation.ts'
import { createProjectRoute } from './accounts/create-project.ts'
import { createViewRoute } from './accounts/create-view.ts'
import { deleteProjectRoute } from './accounts/delete-project.ts'
import { deleteViewRoute } from './accounts/delete-view.ts'
import { erasePersonRoute } from './accounts/erase-person.ts'
import { forgetVisitorRoute } from './accounts/forget-visitor.ts'
import { getErasureRoute } from './accounts/get-erasure.ts'
import { getKeyRoute } from './accounts/get-key.ts'
import { getOrganisationRoute } from './accounts/get-organisation.ts'
import { getProjectRoute } from './accounts/get-project.ts'
import { inviteMemberRoute } from './accounts/invite-member.ts'
import { listAuditLogRoute } from './accounts/list-audit-log.ts'
import { listErasuresRoute } from './accounts/list-erasures.ts'
import { listInvitationsRoute } from './accounts/list-invitations.ts'
import { listKeysRoute } from './accounts/list-keys.ts'
import { listMembersRoute } from './accounts/list-members.ts'
import { listOrganisationsRoute } from './accounts/list-organisations.ts'
import { listProjectsRoute } from './accounts/list-projects.ts'
import { listViewsRoute } from './accounts/list-views.ts'
import { previewInvitationRoute } from './accounts/preview-invitation.ts'
import { regenerateKeyRoute } from './accounts/regenerate-key.ts'
import { removeMemberRoute } from './accounts/remove-member.ts'
import { revokeInvitationRoute } from './accounts/revoke-invitation.ts'
import { revokeKeyRoute } from './accounts/revoke-key.ts'
import { showMeRoute } from './accounts/show-me.ts'
import { showUsageRoute } from './accounts/show-usage.ts'
import { updateOrganisationRoute } from './accounts/update-organisation.ts'
import { updateProjectRoute } from './accounts/update-project.ts'
import { updateViewRoute } from './accounts/update-view.ts'

export const handler = http(
  gate,
  showMeRoute,
  listOrganisationsRoute,
  createOrganisationRoute,
  getOrganisationRoute,
  updateOrganisationRoute,
  listMembersRoute,
  changeRoleRoute,
  removeMemberRoute,
  listInvitationsRoute,
  inviteMemberRoute,
  revokeInvitationRoute,
  previewInvitationRoute,
  acceptInvitationRoute,
  listAuditLogRoute,
  listProjectsRoute,
  createProjectRoute,
  getProjectRoute,
  updateProjectRoute,
  deleteProjectRoute,
  showUsageRoute,
  listKeysRoute,
  createKeyRoute,
  getKeyRoute,
  regenerateKeyRoute,
  revokeKeyRoute,
  erasePersonRoute,
  listErasuresRoute,
  getErasureRoute,
  forgetVisitorRoute,
  listViewsRoute,
  createViewRoute,
  updateViewRoute,
  deleteViewRoute,
)
