// The requests of those who are not members yet, or cannot get in.
import type { Register, Registered, Tokens } from '../../../core/members/login.ts'
import { login, open } from '../app/services.ts'

const at = (path: string): string => `/api/v1/auth/${path}`

export const register = (body: Register) => open<Registered>(at('register'), body)

export const confirmRegistration = (body: { email: string; code: string; password?: string }) =>
  open<Registered>(at('confirm'), body)

export const resendCode = (email: string) => open<{ sent: true }>(at('confirm/resend'), { email })

export const forgotPassword = (email: string) => open<{ sent: true }>(at('password/forgot'), { email })

export const resetPassword = (body: { email: string; code: string; password: string }) =>
  open<void>(at('password/reset'), body)

export const chooseNewPassword = (body: { email: string; password: string; session: string }) =>
  open<Tokens>(at('new-password'), body)

/** Trades the cookie of Google's callback, which is good for one try. */
export const takeGoogleLogin = async (): Promise<void> =>
  login.begin(await open<Tokens>(at('google/tokens')), true)

/** Whether a registration came with a login at once; if it did, it is begun. */
export const beginIfConfirmed = (registered: Registered, keep: boolean): boolean => {
  const { accessToken, idToken, refreshToken, expiresIn } = registered
  if (!accessToken || !idToken || !refreshToken || expiresIn === undefined) return false
  login.begin({ accessToken, idToken, refreshToken, expiresIn }, keep)
  return true
}
