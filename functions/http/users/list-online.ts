// GET /api/v1/presence/online and /count: who is here now, and how many.
import {
  countOnline as countOperation,
  listOnline as listOperation,
} from '../../../core/api/user-operations.ts'
import { checkMay } from '../../../core/projects/check-may.ts'
import { toListedPresence } from '../../../core/users/shown-presence.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { onlineCursorSchema } from '../../stores/presence.ts'
import { type Stores, stores } from './stores.ts'

export const listOnline =
  ({ profiles, presence }: Pick<Stores, 'profiles' | 'presence'>) =>
  async ({ caller, query, cursors }: RequestOf<typeof listOperation>): Promise<HttpAnswer> => {
    const { projectId, may } = caller
    checkMay(may, 'live')
    const cursor = cursors.read(onlineCursorSchema, query.cursor)
    const page = await presence.online(projectId, { limit: query.limit, cursor })
    const ids = page.presences.map(({ userId }) => userId)
    const known = await profiles.findMany(projectId, ids)
    return ok({
      presences: page.presences.map((one) =>
        toListedPresence({ userId: one.userId, profile: known.get(one.userId), presence: one }, 'everything'),
      ),
      nextCursor: cursors.write(page.nextCursor),
    })
  }

export const countOnline =
  ({ presence }: Pick<Stores, 'presence'>) =>
  async ({ caller }: RequestOf<typeof countOperation>): Promise<HttpAnswer> => {
    const { users, visitors } = await presence.countAll(caller.projectId)
    return ok({ online: users, visitors })
  }

export const listOnlineRoute = route(listOperation, listOnline(stores))
export const countOnlineRoute = route(countOperation, countOnline(stores))
