// GET /api/v1/organisations: the organisations of a member.
import { listOrganisations as operation } from '../../../core/api/organisation-operations.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { type Stores, stores } from './stores.ts'

export const listOrganisations =
  ({ organisations, memberships }: Pick<Stores, 'organisations' | 'memberships'>) =>
  async ({ caller }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const belongsTo = await memberships.ofMember(caller.memberId)
    const roles = new Map(belongsTo.map(({ organisationId, role }) => [organisationId, role]))
    const there = await organisations.findMany([...roles.keys()])
    return ok({ organisations: there.map((one) => ({ ...one, role: roles.get(one.organisationId) })) })
  }

export const listOrganisationsRoute = route(operation, listOrganisations(stores))
