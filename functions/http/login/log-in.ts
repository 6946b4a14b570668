// POST /api/v1/auth/login: a member's e-mail address and password for tokens.
import type { logIn as operation } from '../../../core/api/login-operations.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import type { RequestOf } from '../../runtime/http/route.ts'
import type { Logins } from '../../stores/logins.ts'

type Deps = { logins: Pick<Logins, 'begin'> }

export const logIn =
  ({ logins }: Deps) =>
  async ({ body }: RequestOf<typeof operation>): Promise<HttpAnswer> =>
    ok(await logins.begin(body))
