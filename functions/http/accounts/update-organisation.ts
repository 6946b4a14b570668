// PATCH /api/v1/organisations/{organisationId}: another name for an organisation.
import { updateOrganisation as operation } from '../../../core/api/organisation-operations.ts'
import { changesBetween } from '../../../core/audit/changes.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { found } from './found.ts'
import { type Stores, stores } from './stores.ts'

type Deps = Pick<Stores, 'organisations' | 'record'>

export const updateOrganisation =
  ({ organisations, record }: Deps) =>
  async ({ caller, body }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const { organisationId, role } = caller
    const before = found('organisation', await organisations.find(organisationId))
    const changes = changesBetween({ name: before.name }, body)
    if (changes.length === 0) return ok({ organisation: { ...before, role } })
    await record(caller, organisationId, {
      action: 'organisation.renamed',
      target: { id: organisationId, name: before.name },
      changes,
    })
    return ok({ organisation: { ...(await organisations.rename(organisationId, body.name)), role } })
  }

export const updateOrganisationRoute = route(operation, updateOrganisation(stores))
