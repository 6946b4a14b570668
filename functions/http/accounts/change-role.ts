// PATCH /api/v1/organisations/{organisationId}/members/{memberId}: another role for a member.
import { changeRole as operation } from '../../../core/api/organisation-operations.ts'
import { checkMayChangeRole } from '../../../core/organisations/who-may.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { type Stores, stores } from './stores.ts'

type Deps = Pick<Stores, 'memberships' | 'record'>

export const changeRole =
  ({ memberships, record }: Deps) =>
  async ({ caller, params, body: { role } }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const { organisationId } = caller
    const member = await memberships.changeRole(organisationId, params.memberId, async (target) => {
      checkMayChangeRole(caller, target, role)
      if (target.role !== role) {
        await record(caller, organisationId, {
          action: 'member.role-changed',
          target: { id: target.memberId, name: target.email },
          changes: [{ field: 'role', before: target.role, after: role }],
        })
      }
      return role
    })
    return ok({ member })
  }

export const changeRoleRoute = route(operation, changeRole(stores))
