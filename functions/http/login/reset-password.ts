// POST /api/v1/auth/password/reset: a new password for the code.
import type { resetPassword as operation } from '../../../core/api/login-operations.ts'
import { done, type HttpAnswer } from '../../runtime/http/answer.ts'
import type { RequestOf } from '../../runtime/http/route.ts'
import type { PasswordResets } from '../../stores/password-resets.ts'

type Deps = { resets: Pick<PasswordResets, 'reset'> }

export const resetPassword =
  ({ resets }: Deps) =>
  async ({ body }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    await resets.reset(body)
    return done()
  }
