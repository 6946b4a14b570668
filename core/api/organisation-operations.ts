// Organisations, who belongs to them, and what was changed.
import * as z from 'zod'
import { AUDIT_ACTIONS, auditLogSchema } from '../audit/audit-entry.ts'
import {
  createdInvitationSchema,
  invitationIdSchema,
  invitationListSchema,
  invitationPreviewSchema,
  invitationTokenBodySchema,
  inviteSchema,
} from '../organisations/invitation.ts'
import {
  changeRoleSchema,
  memberIdSchema,
  membershipAnswerSchema,
  membershipListSchema,
} from '../organisations/membership.ts'
import {
  createOrganisationSchema,
  organisationAnswerSchema,
  organisationIdSchema,
  organisationListSchema,
  updateOrganisationSchema,
} from '../organisations/organisation.ts'
import { pageQuerySchema } from '../paging/page.ts'
import { operation } from './operation.ts'

const chapter = 'Organisations'
const inPath = z.object({ organisationId: organisationIdSchema })

export const listOrganisations = operation({
  method: 'GET',
  path: '/api/v1/organisations',
  id: 'listOrganisations',
  chapter,
  summary: 'The organisations that you belong to',
  access: { kind: 'member' },
  answers: { 200: organisationListSchema },
})

export const createOrganisation = operation({
  method: 'POST',
  path: '/api/v1/organisations',
  id: 'createOrganisation',
  chapter,
  summary: 'Make an organisation, with yourself as its owner',
  access: { kind: 'member' },
  body: createOrganisationSchema,
  answers: { 201: organisationAnswerSchema },
  idempotent: true,
})

export const getOrganisation = operation({
  method: 'GET',
  path: '/api/v1/organisations/{organisationId}',
  id: 'getOrganisation',
  chapter,
  summary: 'One organisation',
  access: { kind: 'organisation', atLeast: 'viewer' },
  params: inPath,
  answers: { 200: organisationAnswerSchema },
})

export const updateOrganisation = operation({
  method: 'PATCH',
  path: '/api/v1/organisations/{organisationId}',
  id: 'updateOrganisation',
  chapter,
  summary: 'Rename an organisation',
  access: { kind: 'organisation', atLeast: 'admin' },
  params: inPath,
  body: updateOrganisationSchema,
  answers: { 200: organisationAnswerSchema },
})

export const listMembers = operation({
  method: 'GET',
  path: '/api/v1/organisations/{organisationId}/members',
  id: 'listMembers',
  chapter,
  summary: 'Who belongs to an organisation',
  access: { kind: 'organisation', atLeast: 'viewer' },
  params: inPath,
  answers: { 200: membershipListSchema },
})

export const changeRole = operation({
  method: 'PATCH',
  path: '/api/v1/organisations/{organisationId}/members/{memberId}',
  id: 'changeRole',
  chapter,
  summary: "Change a member's role",
  description:
    'Admins change the roles of others up to admin; owners those of everybody. The last owner stays one.',
  access: { kind: 'organisation', atLeast: 'admin' },
  params: inPath.extend({ memberId: memberIdSchema }),
  body: changeRoleSchema,
  answers: { 200: membershipAnswerSchema },
  problems: [409],
})

export const removeMember = operation({
  method: 'DELETE',
  path: '/api/v1/organisations/{organisationId}/members/{memberId}',
  id: 'removeMember',
  chapter,
  summary: 'Remove a member, or leave',
  description:
    'Anybody may leave; admins remove others up to admins, owners everybody. The last owner stays.',
  access: { kind: 'organisation', atLeast: 'viewer' },
  params: inPath.extend({ memberId: memberIdSchema }),
  answers: { 204: null },
  problems: [409],
})

export const listInvitations = operation({
  method: 'GET',
  path: '/api/v1/organisations/{organisationId}/invitations',
  id: 'listInvitations',
  chapter,
  summary: 'Invitations that nobody took up yet',
  access: { kind: 'organisation', atLeast: 'admin' },
  params: inPath,
  answers: { 200: invitationListSchema },
})

export const inviteMember = operation({
  method: 'POST',
  path: '/api/v1/organisations/{organisationId}/invitations',
  id: 'inviteMember',
  chapter,
  summary: 'Invite somebody by e-mail address',
  description:
    'Answers the token of the link, this once: pass `<dashboard>/invitations#<token>` on. Another invitation of the same address replaces the first. Only owners invite owners.',
  access: { kind: 'organisation', atLeast: 'admin' },
  params: inPath,
  body: inviteSchema,
  answers: { 201: createdInvitationSchema },
  problems: [409],
  idempotent: true,
})

export const revokeInvitation = operation({
  method: 'DELETE',
  path: '/api/v1/organisations/{organisationId}/invitations/{invitationId}',
  id: 'revokeInvitation',
  chapter,
  summary: 'Take an invitation back',
  access: { kind: 'organisation', atLeast: 'admin' },
  params: inPath.extend({ invitationId: invitationIdSchema }),
  answers: { 204: null },
})

export const previewInvitation = operation({
  method: 'POST',
  path: '/api/v1/invitations/preview',
  id: 'previewInvitation',
  chapter,
  summary: 'What an invitation is to',
  access: { kind: 'open' },
  limit: 'auth',
  forgivesSuccess: true,
  body: invitationTokenBodySchema,
  answers: { 200: invitationPreviewSchema },
})

export const acceptInvitation = operation({
  method: 'POST',
  path: '/api/v1/invitations/accept',
  id: 'acceptInvitation',
  chapter,
  summary: 'Take an invitation up',
  description: 'The login must have the e-mail address that was invited. Taking it up again changes nothing.',
  access: { kind: 'member' },
  body: invitationTokenBodySchema,
  answers: { 200: organisationAnswerSchema },
  problems: [403, 409],
})

export const listAuditLog = operation({
  method: 'GET',
  path: '/api/v1/organisations/{organisationId}/audit-log',
  id: 'listAuditLog',
  chapter,
  summary: 'What was changed, by whom and when',
  description:
    'Narrowed to an action, to a session, or both. A request reads at most 2,000 entries, so a page may be short or empty and still have a `nextCursor`.',
  access: { kind: 'organisation', atLeast: 'admin' },
  params: inPath,
  query: pageQuerySchema.extend({
    action: z.enum(AUDIT_ACTIONS).optional(),
    session: z.uuid().optional(),
  }),
  answers: { 200: auditLogSchema },
})
