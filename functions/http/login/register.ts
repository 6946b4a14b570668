// POST /api/v1/auth/register: somebody becomes a member, at once or after a code.
import type { register as operation } from '../../../core/api/login-operations.ts'
import type { Registered } from '../../../core/members/login.ts'
import { created, type HttpAnswer } from '../../runtime/http/answer.ts'
import type { RequestOf } from '../../runtime/http/route.ts'
import type { Logins } from '../../stores/logins.ts'
import type { Registrations } from '../../stores/registrations.ts'

type Deps = { registrations: Pick<Registrations, 'add'>; logins: Pick<Logins, 'begin'> }

export const register =
  ({ registrations, logins }: Deps) =>
  async ({ body }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const { email } = body
    const confirmed = await registrations.add(body)
    const tokens = confirmed ? await logins.begin(body) : {}
    return created({ email, confirmed, ...tokens } satisfies Registered)
  }
