// Plays registrations and logins: one member, one code, refresh tokens that rotate.
import { type AccountState, type Answer, INVITATION_TOKEN, NOT_FOUND, problem } from './mock-accounts.ts'

export const MEMBER = { email: 'ada@shop.example', password: 'correct horse' }
export const CODE = '123456'

const WRONG_CODE = problem(400, 'wrong-code', 'The code is wrong or has ended. Ask for a new one.', {
  errors: [{ field: 'code', message: 'is wrong or has ended' }],
})
const WEAK = problem(400, 'weak-password', 'Choose a stronger password.', {
  errors: [{ field: 'password', message: 'is too short' }],
})

export const loginState = () => ({
  /** Address → password. */
  passwords: new Map<string, string>([[MEMBER.email, MEMBER.password]]),
  /** Addresses whose code nobody has sent yet. */
  unconfirmed: new Set<string>(),
  /** Addresses that an administrator made: their password is for once. */
  mustChoose: new Set<string>(),
  /** Access tokens that are good; a token not in here is refused as API Gateway does it. */
  goodTokens: new Set<string>(),
  refreshTokens: new Map<string, string>(),
  /** Whose login Google's callback has left in the cookie. */
  googleCookie: null as string | null,
})

export type LoginState = ReturnType<typeof loginState>

/** What `mockLogins` puts into an access token: whom it is for. */
export const emailIn = (token: string): string => token.split(' ')[1] ?? MEMBER.email

export const mockLogins = (state: LoginState, account: AccountState) => {
  let issued = 0
  const tokensOf = (email: string) => {
    const accessToken = `access-${++issued} ${email}`
    const refreshToken = `refresh-${issued}`
    state.goodTokens.add(accessToken)
    state.refreshTokens.set(refreshToken, email)
    const claims = Buffer.from(JSON.stringify({ email })).toString('base64url')
    return { accessToken, idToken: `e30.${claims}.x`, refreshToken, expiresIn: 3_600 }
  }
  const logIn = (email = '', password = ''): Answer => {
    if (state.passwords.get(email) !== password)
      return problem(401, 'wrong-credentials', 'These credentials are not right.')
    if (state.unconfirmed.has(email))
      return problem(403, 'not-confirmed', 'Confirm your e-mail address first.')
    if (state.mustChoose.has(email))
      return problem(403, 'new-password-required', 'Choose a new password to go on.', { session: 'step-1' })
    return { status: 200, body: tokensOf(email) }
  }
  const isWeak = (password = ''): boolean => password.length < 8

  const routes: Record<string, (body: Record<string, string>) => Answer> = {
    'POST /api/v1/auth/login': ({ email, password }) => logIn(email, password),
    'POST /api/v1/auth/refresh': ({ refreshToken = '' }) => {
      const email = state.refreshTokens.get(refreshToken)
      if (email === undefined) return problem(401, 'login-expired', 'This login has ended. Log in again.')
      state.refreshTokens.delete(refreshToken)
      return { status: 200, body: tokensOf(email) }
    },
    'POST /api/v1/auth/logout': ({ refreshToken = '' }) => {
      state.refreshTokens.delete(refreshToken)
      return { status: 204 }
    },
    'POST /api/v1/auth/register': ({ email = '', password = '' }) => {
      if (state.passwords.has(email))
        return problem(409, 'already-registered', 'There is a member with this e-mail address. Log in.')
      if (isWeak(password)) return WEAK
      state.passwords.set(email, password)
      state.unconfirmed.add(email)
      return { status: 201, body: { email, confirmed: false } }
    },
    'POST /api/v1/auth/confirm': ({ email = '', code, password }) => {
      if (code !== CODE) return WRONG_CODE
      state.unconfirmed.delete(email)
      return { status: 200, body: { email, confirmed: true, ...(password && tokensOf(email)) } }
    },
    'POST /api/v1/auth/confirm/resend': () => ({ status: 202, body: { sent: true } }),
    'POST /api/v1/auth/password/forgot': () => ({ status: 202, body: { sent: true } }),
    'POST /api/v1/auth/password/reset': ({ email = '', code, password = '' }) => {
      if (code !== CODE) return WRONG_CODE
      if (isWeak(password)) return WEAK
      state.passwords.set(email, password)
      return { status: 204 }
    },
    'POST /api/v1/auth/new-password': ({ email = '', password = '', session }) => {
      if (session !== 'step-1') return problem(401, 'login-expired', 'This login has ended.')
      if (isWeak(password)) return WEAK
      state.mustChoose.delete(email)
      return { status: 200, body: tokensOf(email) }
    },
    'POST /api/v1/auth/google/tokens': () => {
      const email = state.googleCookie
      state.googleCookie = null
      return email
        ? { status: 200, body: tokensOf(email) }
        : problem(401, 'login-expired', 'This login has ended. Log in again.')
    },
    'POST /api/v1/invitations/preview': ({ token }) => {
      const { invited } = account
      if (token !== INVITATION_TOKEN || !invited) return NOT_FOUND
      return {
        status: 200,
        body: { ...invited, invitedBy: 'grace@shop.example', expiresAt: Date.now() + 86_400_000 },
      }
    },
  }
  return (method: string, path: string, body: unknown): Answer | undefined =>
    routes[`${method} ${path}`]?.((body ?? {}) as Record<string, string>)
}
