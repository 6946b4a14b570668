// POST /api/v1/auth/refresh: new tokens for a member who is logged in.
import type { refresh as operation } from '../../../core/api/login-operations.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import type { RequestOf } from '../../runtime/http/route.ts'
import type { Logins } from '../../stores/logins.ts'

type Deps = { logins: Pick<Logins, 'refresh'> }

export const refresh =
  ({ logins }: Deps) =>
  async ({ body }: RequestOf<typeof operation>): Promise<HttpAnswer> =>
    ok(await logins.refresh(body.refreshToken))
