// GET /api/v1/auth/google: sends the browser to Google, and binds what comes back to it.
import { createHash } from 'node:crypto'
import type { beginGoogle as operation } from '../../../core/api/login-operations.ts'
import type { PendingGoogleLogin } from '../../../core/members/google-login.ts'
import type { SealedCookie } from '../../gate/sealed-cookie.ts'
import { type HttpAnswer, redirect } from '../../runtime/http/answer.ts'
import type { RequestOf } from '../../runtime/http/route.ts'
import type { GoogleLogins } from '../../stores/google-logins.ts'

type Deps = {
  google: Pick<GoogleLogins, 'addressFor'>
  pending: Pick<SealedCookie<PendingGoogleLogin>, 'keep'>
  random: (bytes: number) => Uint8Array
}

/** 256 bits, and as many characters as RFC 7636 asks of a verifier. */
const RANDOM_BYTES = 32

export const beginGoogle =
  ({ google, pending, random }: Deps) =>
  async ({ query }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const word = (): string => Buffer.from(random(RANDOM_BYTES)).toString('base64url')
    const [state, nonce, verifier] = [word(), word(), word()]
    const challenge = createHash('sha256').update(verifier).digest('base64url')
    const address = google.addressFor({ state, nonce, challenge })
    return redirect(address, [await pending.keep({ state, nonce, verifier, ...query })])
  }
