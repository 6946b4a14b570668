// DELETE /api/v1/organisations/{organisationId}/invitations/{invitationId}: takes an invitation back.
import { revokeInvitation as operation } from '../../../core/api/organisation-operations.ts'
import { done, type HttpAnswer } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { found } from './found.ts'
import { type Stores, stores } from './stores.ts'

type Deps = Pick<Stores, 'invitations' | 'record'>

export const revokeInvitation =
  ({ invitations, record }: Deps) =>
  async ({ caller, params }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const { organisationId } = caller
    const stored = await invitations.find(organisationId, params.invitationId)
    const invitation = found('invitation', stored?.acceptedBy === undefined ? stored : undefined)
    await record(caller, organisationId, {
      action: 'invitation.revoked',
      target: { id: invitation.invitationId, name: invitation.email },
    })
    found('invitation', (await invitations.revoke(invitation)) || undefined)
    return done()
  }

export const revokeInvitationRoute = route(operation, revokeInvitation(stores))
