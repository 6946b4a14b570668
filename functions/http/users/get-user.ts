// GET /api/v1/users/{username}: a user as a profile page shows it.
import { getUser as operation } from '../../../core/api/user-operations.ts'
import { toUserView } from '../../../core/users/shown-presence.ts'
import { newProfile } from '../../../core/users/user-profile.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { foundUser } from './found-user.ts'
import { type Stores, stores } from './stores.ts'

export const getUser =
  (deps: Pick<Stores, 'profiles' | 'presence' | 'now'>) =>
  async ({ caller, params, query }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const { projectId } = caller
    const { userId, profile, presence, sight } = await foundUser(deps, projectId, params, query, caller)
    const shown = profile ?? {
      ...newProfile(projectId, userId, deps.now()),
      username: presence?.username ?? null,
    }
    return ok({ success: true, data: toUserView({ profile: shown, presence }, sight) })
  }

export const getUserRoute = route(operation, getUser(stores))
