// POST /api/v1/auth/confirm/resend: the code that proves an address, once more.
import type { resendCode as operation } from '../../../core/api/login-operations.ts'
import { accepted, type HttpAnswer } from '../../runtime/http/answer.ts'
import type { RequestOf } from '../../runtime/http/route.ts'
import type { Registrations } from '../../stores/registrations.ts'

type Deps = { registrations: Pick<Registrations, 'resendCode'> }

export const resendCode =
  ({ registrations }: Deps) =>
  async ({ body }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    await registrations.resendCode(body.email)
    return accepted({ sent: true })
  }
