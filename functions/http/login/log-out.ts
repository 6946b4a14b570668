// POST /api/v1/auth/logout: the end of a login.
import type { logOut as operation } from '../../../core/api/login-operations.ts'
import { done, type HttpAnswer } from '../../runtime/http/answer.ts'
import type { RequestOf } from '../../runtime/http/route.ts'
import type { Logins } from '../../stores/logins.ts'

type Deps = { logins: Pick<Logins, 'end'> }

export const logOut =
  ({ logins }: Deps) =>
  async ({ body }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    await logins.end(body.refreshToken)
    return done()
  }
