// POST /api/v1/users/auth/social-verified: signs a user in with an ID token of Google or Apple; the first time makes the account.
import { socialVerified as operation } from '../../../core/api/user-login-operations.ts'
import { makeId, RANDOM_ID_BYTES } from '../../../core/text/random-id.ts'
import { traitsOf } from '../../../core/users/traits.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { type RequestOf, type Route, route } from '../../runtime/http/route.ts'
import type { SocialIdentity } from '../../runtime/social-tokens.ts'
import { letIn } from './let-in.ts'
import { checkSetting, type LoginDeps, usernameTaken } from './login-deps.ts'

type Request = RequestOf<typeof operation>

export const socialVerified =
  (deps: LoginDeps) =>
  async (request: Request): Promise<HttpAnswer> => {
    const { credentials, profiles, now } = deps
    const { project } = request.caller
    const { projectId, userLogins } = project
    checkSetting(project)
    const { provider, idToken, nonce } = request.body
    const clientIds = provider === 'google' ? userLogins.googleClientIds : userLogins.appleClientIds
    const identity = await deps.identify({ provider, idToken, clientIds, nonce })
    const name = await deps.nameOf(provider, projectId, identity.subject)
    const userId = await accountOf(deps, projectId, name)
    const known = await profiles.find(projectId, userId)
    const told = { email: identity.email, name: identity.name }
    const traits = Object.fromEntries(Object.entries(told).filter(([, value]) => value !== null))
    const saved = await profiles.put(projectId, userId, {
      ...(known ? {} : firstFields(request.body, identity)),
      traits: traitsOf(traits, 'login', now()),
    })
    if (saved !== 'username-taken') return ok(await letIn(deps, request, saved, provider))
    // Only of a first time, which is then none: the next try may bring another name.
    await credentials.removeOf(projectId, userId)
    throw usernameTaken()
  }

/** Of two first logins at once one makes the account, and both are let in. */
const accountOf = async (
  { credentials, now, random }: LoginDeps,
  projectId: string,
  name: string,
): Promise<string> => {
  const known = await credentials.find(projectId, name)
  if (known) return known.userId
  const userId = makeId('usr', random(RANDOM_ID_BYTES))
  if (await credentials.add(projectId, name, { userId }, now())) return userId
  return (await credentials.find(projectId, name))?.userId ?? userId
}

/** What the user has not changed since is what it brought along. */
const firstFields = ({ username, displayName }: Request['body'], { name, picture }: SocialIdentity) => ({
  username,
  displayName: displayName ?? name,
  profilePictureUrl: picture,
})

export const socialVerifiedRoute = (deps: LoginDeps): Route => route(operation, socialVerified(deps))
