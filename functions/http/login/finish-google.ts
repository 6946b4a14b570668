// GET /api/v1/auth/google/callback: the browser is back; its login waits in a cookie for the page that it is led to.
import { timingSafeEqual } from 'node:crypto'
import type { finishGoogle as operation } from '../../../core/api/login-operations.ts'
import { AppError } from '../../../core/errors.ts'
import type {
  FinishedGoogleLogin,
  GoogleProblem,
  PendingGoogleLogin,
} from '../../../core/members/google-login.ts'
import { refusalIn } from '../../../core/members/refusals.ts'
import type { SealedCookie } from '../../gate/sealed-cookie.ts'
import { type HttpAnswer, redirect } from '../../runtime/http/answer.ts'
import type { IdTokens } from '../../runtime/http/member-tokens.ts'
import type { RequestOf } from '../../runtime/http/route.ts'
import { errorFields, log } from '../../runtime/log.ts'
import type { GoogleLogins } from '../../stores/google-logins.ts'

type Deps = {
  google: Pick<GoogleLogins, 'checkConfigured' | 'trade'>
  pending: Pick<SealedCookie<PendingGoogleLogin>, 'read' | 'clear'>
  finished: Pick<SealedCookie<FinishedGoogleLogin>, 'keep'>
  verifyIdToken: IdTokens
}

type Outcome = { refreshToken: string } | { problem: GoogleProblem }

export const finishGoogle =
  ({ google, pending, finished, verifyIdToken }: Deps) =>
  async ({ query, cookies }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    google.checkConfigured()
    const begun = await pending.read(cookies)
    // What another browser began changes nothing here: this one's own login may still be on its way.
    if (!begun || !sameText(begun.state, query.state ?? '')) return redirect(loginPage('login-expired'))

    const { code, error, error_description = '' } = query
    const outcome: Outcome =
      error === undefined && code !== undefined
        ? await finish({ google, verifyIdToken }, code, begun)
        : { problem: refusalIn(error_description) ?? 'google-refused' }
    if ('problem' in outcome) return redirect(loginPage(outcome.problem), [pending.clear()])
    const next = begun.next === undefined ? '' : `?${new URLSearchParams({ next: begun.next })}`
    return redirect(`/login/google${next}`, [
      pending.clear(),
      await finished.keep({ refreshToken: outcome.refreshToken }),
    ])
  }

const finish = async (
  { google, verifyIdToken }: Pick<Deps, 'verifyIdToken'> & { google: Pick<GoogleLogins, 'trade'> },
  code: string,
  { verifier, nonce }: PendingGoogleLogin,
): Promise<Outcome> => {
  try {
    const tokens = await google.trade(code, verifier)
    if (!tokens) return { problem: 'login-expired' }
    const { emailVerified } = await verifyIdToken(tokens.idToken, nonce)
    return emailVerified ? { refreshToken: tokens.refreshToken } : { problem: 'email-not-verified' }
  } catch (error) {
    if (error instanceof AppError) return { problem: 'google-refused' }
    // The browser is led on, so that the recipe sees no fault: it is told here.
    log.error('google login failed', errorFields(error))
    return { problem: 'google-unavailable' }
  }
}

const loginPage = (problem: GoogleProblem): string => `/login?${new URLSearchParams({ problem })}`

const sameText = (a: string, b: string): boolean => {
  const [one, other] = [Buffer.from(a), Buffer.from(b)]
  return one.length === other.length && timingSafeEqual(one, other)
}
