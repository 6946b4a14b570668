// POST /api/v1/auth/confirm: the code that was mailed proves the address; with the password it is a login too.
import type { confirm as operation } from '../../../core/api/login-operations.ts'
import { AppError } from '../../../core/errors.ts'
import type { Registered, Tokens } from '../../../core/members/login.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import type { RequestOf } from '../../runtime/http/route.ts'
import type { Logins } from '../../stores/logins.ts'
import type { Registrations } from '../../stores/registrations.ts'

type Deps = { registrations: Pick<Registrations, 'confirm'>; logins: Pick<Logins, 'begin'> }

export const confirm =
  ({ registrations, logins }: Deps) =>
  async ({ body }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const { email, code, password } = body
    const login = async (): Promise<Tokens | undefined> =>
      password === undefined ? undefined : logins.begin({ email, password }).catch(unlessRefused)
    const refusal = await refusalOf(registrations.confirm(email, code))
    const tokens = await login()
    // Whoever is a member already may have lost the first answer; only the password shows that it is them.
    if (refusal && !tokens) throw refusal
    return ok({ email, confirmed: true, ...tokens } satisfies Registered)
  }

const refusalOf = async (work: Promise<void>): Promise<AppError | undefined> => {
  try {
    await work
    return undefined
  } catch (error) {
    if (error instanceof AppError && error.code === 'wrong-code') return error
    throw error
  }
}

/** The address is proved, whatever is wrong with the password: that is for the login to say. */
const unlessRefused = (error: unknown): undefined => {
  if (!(error instanceof AppError)) throw error
}
