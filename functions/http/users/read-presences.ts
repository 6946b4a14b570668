// POST /api/v1/users/presence: whether many users are here, with one read of each store.
import { readPresences as operation } from '../../../core/api/user-operations.ts'
import { toListedPresence } from '../../../core/users/shown-presence.ts'
import { textOfId } from '../../../core/users/user-id.ts'
import { usernameKey } from '../../../core/users/username.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { type Stores, stores } from './stores.ts'

export const readPresences =
  ({ profiles, presence }: Pick<Stores, 'profiles' | 'presence'>) =>
  async ({ caller, body }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const { projectId } = caller
    const ids = body.userIds.map(textOfId)
    const [byId, byName] = await Promise.all([
      profiles.findMany(projectId, ids),
      profiles.findByUsernames(projectId, body.usernames),
    ])
    const asked = [
      ...body.userIds.map((given, at) => ({ given, userId: ids[at], profile: byId.get(ids[at] ?? '') })),
      ...body.usernames.map((given) => {
        const profile = byName.get(usernameKey(given))
        return { given, userId: profile?.userId, profile }
      }),
    ]
    const sight = 'userId' in caller ? 'what is shown' : 'everything'
    const presences = await presence.read(
      projectId,
      asked.flatMap(({ userId }) => userId ?? []),
      { seesHidden: sight === 'everything' },
    )
    const known = asked.map(({ given, userId, profile }) => {
      const known = userId === undefined ? undefined : presences.get(userId)
      if (userId === undefined || (!profile && !known)) return { unknown: given }
      return { presence: toListedPresence({ userId, profile, presence: known }, sight) }
    })
    return ok({
      success: true,
      data: {
        presences: known.flatMap(({ presence }) => presence ?? []),
        unknown: known.flatMap(({ unknown }) => unknown ?? []),
      },
    })
  }

export const readPresencesRoute = route(operation, readPresences(stores))
