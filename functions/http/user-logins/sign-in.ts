// POST /api/v1/users/auth/signin: signs a user in with e-mail address and password.
import { signIn as operation } from '../../../core/api/user-login-operations.ts'
import { AppError } from '../../../core/errors.ts'
import { traitsOf } from '../../../core/users/traits.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { type RequestOf, type Route, route } from '../../runtime/http/route.ts'
import { letIn } from './let-in.ts'
import { checkSetting, type LoginDeps, usernameTaken } from './login-deps.ts'

export const signIn =
  (deps: LoginDeps) =>
  async (request: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const { credentials, profiles, gate, now } = deps
    const { project } = request.caller
    const { projectId } = project
    checkSetting(project)
    const { email, password } = request.body
    const name = await deps.nameOf('password', projectId, email)
    // Of one account, too, from whatever addresses it is guessed at.
    const policy = gate.policiesFor(project.limits).auth
    const verdict = await gate.limits.take(policy, name)
    if (!verdict.allowed)
      throw new AppError('too-many-requests', 429, 'Too many tries. Wait a little.', {
        retryAfter: verdict.retryAfterSeconds ?? 1,
      })
    const known = await credentials.find(projectId, name)
    const isRight = await deps.passwordIs(password, known?.hash)
    if (!known || !isRight)
      throw new AppError('wrong-credentials', 401, 'The e-mail address or the password is wrong.')
    await gate.limits.giveBack(policy, name)
    // A sign-up that died before its profile was written left none.
    const profile =
      (await profiles.find(projectId, known.userId)) ??
      (await profiles.put(projectId, known.userId, { traits: traitsOf({ email }, 'login', now()) }))
    if (profile === 'username-taken') throw usernameTaken()
    return ok(await letIn(deps, request, profile, 'email'))
  }

export const signInRoute = (deps: LoginDeps): Route => route(operation, signIn(deps))
