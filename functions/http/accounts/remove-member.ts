// DELETE /api/v1/organisations/{organisationId}/members/{memberId}: removes a member, or lets one leave.
import { removeMember as operation } from '../../../core/api/organisation-operations.ts'
import { checkMayRemove } from '../../../core/organisations/who-may.ts'
import { done, type HttpAnswer } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { type Stores, stores } from './stores.ts'

type Deps = Pick<Stores, 'memberships' | 'record'>

export const removeMember =
  ({ memberships, record }: Deps) =>
  async ({ caller, params }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const { organisationId } = caller
    await memberships.remove(organisationId, params.memberId, async (target) => {
      checkMayRemove(caller, target)
      await record(caller, organisationId, {
        action: 'member.removed',
        target: { id: target.memberId, name: target.email },
        changes: [{ field: 'role', before: target.role, after: null }],
      })
    })
    return done()
  }

export const removeMemberRoute = route(operation, removeMember(stores))
