// GET /api/v1/organisations/{organisationId}/members: who belongs to an organisation.
import { listMembers as operation } from '../../../core/api/organisation-operations.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { type Stores, stores } from './stores.ts'

export const listMembers =
  ({ memberships }: Pick<Stores, 'memberships'>) =>
  async ({ caller }: RequestOf<typeof operation>): Promise<HttpAnswer> =>
    ok({ members: await memberships.list(caller.organisationId) })

export const listMembersRoute = route(operation, listMembers(stores))
