// POST /api/v1/invitations/accept: takes an invitation up.
import { acceptInvitation as operation } from '../../../core/api/organisation-operations.ts'
import { AppError } from '../../../core/errors.ts'
import { MEMBER_MAX_ORGANISATIONS, ORGANISATION_MAX_MEMBERS } from '../../../core/limits.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import type { StoredInvitation } from '../../stores/invitations.ts'
import { checkRoom } from './check-room.ts'
import { found } from './found.ts'
import { type Stores, stores } from './stores.ts'

type Deps = Pick<Stores, 'invitations' | 'memberships' | 'organisations' | 'profiles' | 'record' | 'now'>

export const acceptInvitation =
  ({ invitations, memberships, organisations, profiles, record, now }: Deps) =>
  async ({ caller, body }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const { memberId } = caller
    const invitation = found('invitation', usableBy(memberId, await invitations.open(body.token)))
    const { organisationId } = invitation
    const { email, verified, name } = await profiles.current(caller)
    if (!verified || email !== invitation.email) {
      throw new AppError('other-address', 403, 'This invitation is for another e-mail address.')
    }
    const organisation = found('invitation', await organisations.find(organisationId))
    const before = await memberships.roleIn(organisationId, memberId)
    if (invitation.settled) {
      // Whoever was removed since does not come in by it again.
      return ok({ organisation: { ...organisation, role: found('invitation', before) } })
    }
    if (before === undefined) {
      checkRoom('members', (await memberships.list(organisationId)).length, ORGANISATION_MAX_MEMBERS)
      checkRoom('organisations', (await memberships.ofMember(memberId)).length, MEMBER_MAX_ORGANISATIONS)
      await record(caller, organisationId, {
        action: 'member.joined',
        target: { id: memberId, name: email },
        changes: [{ field: 'role', before: null, after: invitation.role }],
      })
    }
    found('invitation', (await invitations.claim(invitation, memberId)) || undefined)
    const member = { memberId, email, name, role: invitation.role, joinedAt: now() }
    const { role } = await memberships.join(organisationId, member)
    await invitations.settle(invitation)
    return ok({ organisation: { ...organisation, role } })
  }

const usableBy = (memberId: string, invitation: StoredInvitation | undefined) =>
  invitation?.acceptedBy === undefined || invitation.acceptedBy === memberId ? invitation : undefined

export const acceptInvitationRoute = route(operation, acceptInvitation(stores))
