// POST /api/v1/auth/password/forgot: a code by mail for whoever forgot the password.
import type { forgotPassword as operation } from '../../../core/api/login-operations.ts'
import { accepted, type HttpAnswer } from '../../runtime/http/answer.ts'
import type { RequestOf } from '../../runtime/http/route.ts'
import type { PasswordResets } from '../../stores/password-resets.ts'

type Deps = { resets: Pick<PasswordResets, 'sendCode'> }

export const forgotPassword =
  ({ resets }: Deps) =>
  async ({ body }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    await resets.sendCode(body.email)
    return accepted({ sent: true })
  }
