// POST /api/v1/auth/refresh: new tokens for a member who is logged in.
import { refreshSchema, type Tokens } from '../../core/members/login.ts'
import { cognito } from '../runtime/clients/cognito.ts'
import { readEnvironment } from '../runtime/env.ts'
import { type HttpAnswer, ok } from '../runtime/http/answer.ts'
import { http } from '../runtime/http/http.ts'
import { logins } from '../stores/logins.ts'

type Deps = { logins: { refresh(refreshToken: string): Promise<Tokens> } }

export const refreshLogin =
  ({ logins }: Deps) =>
  async ({ body }: { body: { refreshToken: string } }): Promise<HttpAnswer> =>
    ok(await logins.refresh(body.refreshToken))

const env = readEnvironment(['USER_POOL_CLIENT_ID'])

export const handler = http(
  { body: refreshSchema },
  refreshLogin({ logins: logins(cognito, env.USER_POOL_CLIENT_ID) }),
)
