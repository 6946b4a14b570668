// POST /api/v1/users/auth/signup: makes an account with a password.
import { signUp as operation } from '../../../core/api/user-login-operations.ts'
import { AppError } from '../../../core/errors.ts'
import { makeId, RANDOM_ID_BYTES } from '../../../core/text/random-id.ts'
import { traitsOf } from '../../../core/users/traits.ts'
import { created, type HttpAnswer } from '../../runtime/http/answer.ts'
import { type RequestOf, type Route, route } from '../../runtime/http/route.ts'
import { letIn } from './let-in.ts'
import { checkSetting, type LoginDeps, usernameTaken } from './login-deps.ts'

export const signUp =
  (deps: LoginDeps) =>
  async (request: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const { credentials, profiles, now, random } = deps
    const { project } = request.caller
    const { projectId } = project
    checkSetting(project)
    const { email, password, username, displayName } = request.body
    // Whether there is such an account, it takes as long.
    const hash = await deps.hashPassword(password)
    const userId = makeId('usr', random(RANDOM_ID_BYTES))
    const name = await deps.nameOf('password', projectId, email)
    if (!(await credentials.add(projectId, name, { userId, hash }, now()))) throw refused()
    const saved = await profiles.put(projectId, userId, {
      username,
      displayName,
      traits: traitsOf({ email }, 'login', now()),
    })
    if (saved !== 'username-taken') return created(await letIn(deps, request, saved, 'email'))
    await credentials.removeOf(projectId, userId)
    throw usernameTaken()
  }

/** Nobody learns by it whether an address has an account: it may be refused for other reasons, too. */
const refused = (): AppError =>
  new AppError(
    'sign-up-refused',
    409,
    'This account cannot be made. If you have one already, sign in with its password.',
  )

export const signUpRoute = (deps: LoginDeps): Route => route(operation, signUp(deps))
