// POST /api/v1/auth/new-password: a member whose password was temporary chooses one, and is logged in.
import type { chooseNewPassword as operation } from '../../../core/api/login-operations.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import type { RequestOf } from '../../runtime/http/route.ts'
import type { Logins } from '../../stores/logins.ts'

type Deps = { logins: Pick<Logins, 'beginWithNewPassword'> }

export const chooseNewPassword =
  ({ logins }: Deps) =>
  async ({ body }: RequestOf<typeof operation>): Promise<HttpAnswer> =>
    ok(await logins.beginWithNewPassword(body))
