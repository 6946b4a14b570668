// GET /api/v1/users/{username}/profile: all that is known of a user, for the site itself.
import { getUserRecord as operation } from '../../../core/api/user-operations.ts'
import { toRecord } from '../../../core/users/user-profile.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { foundProfile } from './found-user.ts'
import { type Stores, stores } from './stores.ts'

export const getUserRecord =
  (deps: Pick<Stores, 'profiles'>) =>
  async ({ caller, params, query }: RequestOf<typeof operation>): Promise<HttpAnswer> =>
    ok({ success: true, data: toRecord(await foundProfile(deps, caller.projectId, params, query)) })

export const getUserRecordRoute = route(operation, getUserRecord(stores))
