// GET /api/v1/users/{username}/presence: whether a user is here, and since when not.
import { getUserPresence as operation } from '../../../core/api/user-operations.ts'
import { toUserPresence } from '../../../core/users/shown-presence.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { foundUser } from './found-user.ts'
import { type Stores, stores } from './stores.ts'

export const getUserPresence =
  (deps: Pick<Stores, 'profiles' | 'presence'>) =>
  async ({ caller, params, query }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const user = await foundUser(deps, caller.projectId, params, query, caller)
    return ok({ success: true, data: toUserPresence(user, user.sight) })
  }

export const getUserPresenceRoute = route(operation, getUserPresence(stores))
