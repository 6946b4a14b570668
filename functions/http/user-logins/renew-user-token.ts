// POST /api/v1/users/auth/refresh: another hour for a user who signed in here, until the login itself has ended.
import { renewUserToken as operation } from '../../../core/api/user-login-operations.ts'
import { AppError } from '../../../core/errors.ts'
import { USER_LOGIN_SECONDS, USER_TOKEN_SECONDS } from '../../../core/limits.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { type RequestOf, type Route, route } from '../../runtime/http/route.ts'
import type { projects } from '../../stores/projects.ts'
import { checkSetting, type LoginDeps } from './login-deps.ts'

type Deps = Pick<LoginDeps, 'profiles' | 'tokens' | 'now'> & {
  projects: Pick<ReturnType<typeof projects>, 'find'>
}

export const renewUserToken =
  ({ profiles, projects, tokens, now }: Deps) =>
  async ({ caller }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const { projectId, userId, loggedInAt } = caller
    if (loggedInAt === undefined)
      throw new AppError(
        'not-renewable',
        403,
        "This token is renewed by the site's own server, which had it made.",
      )
    const project = await projects.find(projectId)
    if (project) checkSetting(project)
    // Whoever was erased has none.
    const profile = project && (await profiles.find(projectId, userId))
    if (!profile || now() >= loggedInAt + USER_LOGIN_SECONDS * 1000)
      throw new AppError('login-ended', 401, 'This login has ended. Sign in again.')
    const { username } = profile
    return ok({
      success: true,
      token: await tokens.sign({ projectId, userId, username, loggedInAt }),
      expiresIn: USER_TOKEN_SECONDS,
    })
  }

export const renewUserTokenRoute = (deps: Deps): Route => route(operation, renewUserToken(deps))
