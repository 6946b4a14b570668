// POST /api/v1/auth/google/tokens: what the callback left in a cookie, for tokens.
import type { takeGoogleTokens as operation } from '../../../core/api/login-operations.ts'
import { AppError } from '../../../core/errors.ts'
import type { FinishedGoogleLogin } from '../../../core/members/google-login.ts'
import type { SealedCookie } from '../../gate/sealed-cookie.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import type { RequestOf } from '../../runtime/http/route.ts'
import { type Logins, loginExpired } from '../../stores/logins.ts'

type Deps = {
  finished: Pick<SealedCookie<FinishedGoogleLogin>, 'read' | 'clear'>
  logins: Pick<Logins, 'refresh'>
}

export const takeGoogleTokens =
  ({ finished, logins }: Deps) =>
  async ({ headers, cookies }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const site = headers['sec-fetch-site']
    if (site !== undefined && site !== 'same-origin') {
      throw new AppError('not-same-origin', 403, 'Only a page of the dashboard may take these tokens.')
    }
    const login = await finished.read(cookies)
    if (!login) throw loginExpired()
    return { ...ok(await logins.refresh(login.refreshToken)), cookies: [finished.clear()] }
  }
