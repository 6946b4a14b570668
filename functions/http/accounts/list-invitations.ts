// GET /api/v1/organisations/{organisationId}/invitations: invitations that nobody took up yet.
import { listInvitations as operation } from '../../../core/api/organisation-operations.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { type Stores, stores } from './stores.ts'

export const listInvitations =
  ({ invitations }: Pick<Stores, 'invitations'>) =>
  async ({ caller }: RequestOf<typeof operation>): Promise<HttpAnswer> =>
    ok({ invitations: await invitations.list(caller.organisationId) })

export const listInvitationsRoute = route(operation, listInvitations(stores))
