// POST /api/v1/auth/login: a member's e-mail address and password for tokens.
import { type Login, loginSchema, type Tokens } from '../../core/members/login.ts'
import { cognito } from '../runtime/clients/cognito.ts'
import { readEnvironment } from '../runtime/env.ts'
import { type HttpAnswer, ok } from '../runtime/http/answer.ts'
import { http } from '../runtime/http/http.ts'
import { logins } from '../stores/logins.ts'

type Deps = { logins: { logIn(login: Login): Promise<Tokens> } }

export const logIn =
  ({ logins }: Deps) =>
  async ({ body }: { body: Login }): Promise<HttpAnswer> =>
    ok(await logins.logIn(body))

const env = readEnvironment(['USER_POOL_CLIENT_ID'])

export const handler = http(
  { body: loginSchema },
  logIn({ logins: logins(cognito, env.USER_POOL_CLIENT_ID) }),
)
