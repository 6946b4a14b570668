// POST /api/v1/invitations/preview: what an invitation is to, for who holds its token.
import { previewInvitation as operation } from '../../../core/api/organisation-operations.ts'
import type { InvitationPreview } from '../../../core/organisations/invitation.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { found } from './found.ts'
import { type Stores, stores } from './stores.ts'

type Deps = Pick<Stores, 'invitations' | 'organisations'>

export const previewInvitation =
  ({ invitations, organisations }: Deps) =>
  async ({ body }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const opened = await invitations.open(body.token)
    const { organisationId, email, role, invitedBy, expiresAt } = found(
      'invitation',
      opened?.settled ? undefined : opened,
    )
    const { name } = found('invitation', await organisations.find(organisationId))
    return ok({ organisationName: name, email, role, invitedBy, expiresAt } satisfies InvitationPreview)
  }

export const previewInvitationRoute = route(operation, previewInvitation(stores))
