// POST /api/v1/organisations/{organisationId}/invitations: invites an e-mail address.
import { inviteMember as operation } from '../../../core/api/organisation-operations.ts'
import { AppError } from '../../../core/errors.ts'
import { INVITATION_DAYS, ORGANISATION_MAX_MEMBERS } from '../../../core/limits.ts'
import {
  INVITATION_SECRET_RANDOM_BYTES,
  makeInvitationToken,
} from '../../../core/organisations/invitation.ts'
import { checkMayInvite } from '../../../core/organisations/who-may.ts'
import { makeId, RANDOM_ID_BYTES } from '../../../core/text/random-id.ts'
import { created, type HttpAnswer } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { checkRoom } from './check-room.ts'
import { type Stores, stores } from './stores.ts'

type Deps = Pick<Stores, 'memberships' | 'invitations' | 'profiles' | 'record' | 'now' | 'random'>

export const inviteMember =
  ({ memberships, invitations, profiles, record, now, random }: Deps) =>
  async ({ caller, body: { email, role } }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const { organisationId } = caller
    checkMayInvite(caller.role, role)
    const members = await memberships.list(organisationId)
    if (members.some((member) => member.email === email)) {
      throw new AppError('already-member', 409, 'This address belongs to a member.')
    }
    const waiting = (await invitations.list(organisationId)).filter((one) => one.email !== email)
    checkRoom('members', members.length + waiting.length, ORGANISATION_MAX_MEMBERS)
    const invitationId = makeId('inv', random(RANDOM_ID_BYTES))
    const token = makeInvitationToken(invitationId, random(INVITATION_SECRET_RANDOM_BYTES))
    const createdAt = now()
    const invitation = {
      invitationId,
      organisationId,
      email,
      role,
      invitedBy: (await profiles.find(caller)).email,
      createdAt,
      // Whole seconds, as DynamoDB clears rows away.
      expiresAt: (Math.floor(createdAt / 1000) + INVITATION_DAYS * 24 * 60 * 60) * 1000,
    }
    await record(caller, organisationId, {
      action: 'member.invited',
      target: { id: invitationId, name: email },
      changes: [{ field: 'role', before: null, after: role }],
    })
    await invitations.create(invitation, token)
    return created({ invitation, token })
  }

export const inviteMemberRoute = route(operation, inviteMember(stores))
