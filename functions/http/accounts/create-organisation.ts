// POST /api/v1/organisations: an organisation, owned by whoever makes it.
import { createOrganisation as operation } from '../../../core/api/organisation-operations.ts'
import { MEMBER_MAX_ORGANISATIONS } from '../../../core/limits.ts'
import type { MemberOrganisation } from '../../../core/organisations/organisation.ts'
import { makeId, RANDOM_ID_BYTES } from '../../../core/text/random-id.ts'
import { created, type HttpAnswer } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { checkRoom } from './check-room.ts'
import { type Stores, stores } from './stores.ts'

type Deps = Pick<Stores, 'organisations' | 'memberships' | 'profiles' | 'record' | 'now' | 'random'>

export const createOrganisation =
  ({ organisations, memberships, profiles, record, now, random }: Deps) =>
  async ({ caller, body }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const { memberId } = caller
    const belongsTo = await memberships.ofMember(memberId)
    checkRoom('organisations', belongsTo.length, MEMBER_MAX_ORGANISATIONS)
    const { email, name } = await profiles.find(caller)
    const organisation = {
      organisationId: makeId('org', random(RANDOM_ID_BYTES)),
      name: body.name,
      createdAt: now(),
    }
    const { organisationId, createdAt: joinedAt } = organisation
    await record(caller, organisationId, {
      action: 'organisation.created',
      target: { id: organisationId, name: organisation.name },
    })
    // The member last: a crash before leaves an organisation that nobody sees.
    await organisations.create(organisation, memberId)
    const { role } = await memberships.join(organisationId, {
      memberId,
      email,
      name,
      role: 'owner',
      joinedAt,
    })
    return created({ organisation: { ...organisation, role } satisfies MemberOrganisation })
  }

export const createOrganisationRoute = route(operation, createOrganisation(stores))
