// DELETE /api/v1/people/{personId}: erases a user with all its visitors, or a visitor.
import * as z from 'zod'
import { erasePerson as operation } from '../../../core/api/erasure-operations.ts'
import { accepted, type HttpAnswer } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { beginErasure, newErasureId } from './begin-erasure.ts'
import { type Stores, stores } from './stores.ts'

type Deps = Pick<Stores, 'erasures' | 'suppressions' | 'record' | 'now' | 'random'>

export const erasePerson =
  (deps: Deps) =>
  async ({ caller, params }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const { projectId, organisationId } = caller
    const { personId } = params
    const { erasureId, requestedAt } = newErasureId(deps)
    // Who asked, and never about whom.
    await deps.record(caller, organisationId, {
      action: 'person.erased',
      target: { id: erasureId, name: null },
      projectId,
    })
    const erasure = await beginErasure(deps)({
      projectId,
      id: personId,
      // Visitor ids are random: no user of the site has one by chance.
      visitorIds: z.uuid().safeParse(personId).success ? [personId] : [],
      userIds: [personId],
      requestedBy: 'memberId' in caller ? 'member' : 'secret-key',
      erasureId,
      requestedAt,
    })
    return accepted({ erasure })
  }

export const erasePersonRoute = route(operation, erasePerson(stores))
