// PUT /api/v1/users/{userId}: what a server says of a user, or what a user hides of itself.
import { putUser as operation } from '../../../core/api/user-operations.ts'
import { AppError } from '../../../core/errors.ts'
import { traitsOf } from '../../../core/users/traits.ts'
import { type PutUser, toRecord } from '../../../core/users/user-profile.ts'
import { refuseErased } from '../../gate/refuse-erased.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { type Stores, stores } from './stores.ts'

export const putUser =
  ({
    profiles,
    presence,
    suppressions,
    now,
  }: Pick<Stores, 'profiles' | 'presence' | 'suppressions' | 'now'>) =>
  async ({ caller, params, body }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const { projectId } = caller
    const { userId } = params
    if ('userId' in caller && (caller.userId !== userId || !hidesOnly(body)))
      throw new AppError('forbidden', 403, 'A user changes only what it hides of itself.')
    await refuseErased(suppressions, projectId, userId)
    const { traits = {}, ...fields } = body
    const saved = await profiles.put(projectId, userId, {
      ...fields,
      traits: traitsOf(traits, 'server', now()),
    })
    if (saved === 'username-taken')
      throw new AppError('username-taken', 409, 'Another user has this username.')
    // What sockets are told of the user.
    if (body.hidden !== undefined) await presence.hide(projectId, userId, body.hidden)
    if (body.username) await presence.nameIs(projectId, userId, body.username)
    return ok({ success: true, data: toRecord(saved) })
  }

const OWN = new Set<string>(['hidden', 'hideLastSeen'] satisfies (keyof PutUser)[])

const hidesOnly = (body: PutUser): boolean => Object.keys(body).every((name) => OWN.has(name))

export const putUserRoute = route(operation, putUser(stores))
