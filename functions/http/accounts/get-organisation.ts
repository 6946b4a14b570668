// GET /api/v1/organisations/{organisationId}: one organisation.
import { getOrganisation as operation } from '../../../core/api/organisation-operations.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { found } from './found.ts'
import { type Stores, stores } from './stores.ts'

export const getOrganisation =
  ({ organisations }: Pick<Stores, 'organisations'>) =>
  async ({ caller: { organisationId, role } }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const organisation = found('organisation', await organisations.find(organisationId))
    return ok({ organisation: { ...organisation, role } })
  }

export const getOrganisationRoute = route(operation, getOrganisation(stores))
