// The end of a login: a code for the client, and a session in the browser so that the next login asks nothing.
import type { Cognito } from '../cognito.ts'
import { opaque } from '../cognito.ts'
import type { Pool } from '../pool.ts'
import type { User } from '../records.ts'
import { cookie, readCookie, SESSION_COOKIE } from './cookies.ts'
import {
  type AuthorizationRequest,
  BROWSER_LIFETIME_MS,
  type BrowserSession,
  CODE_LIFETIME_MS,
} from './flows.ts'
import { type LoginAnswer, type LoginRequest, redirect, withQuery } from './reply.ts'

export const grantCode = (
  cognito: Cognito,
  request: AuthorizationRequest,
  user: User,
  authTime: number,
  cookies: string[] = [],
): LoginAnswer => {
  const { poolId, clientId, redirectUri, scopes, state, nonce, codeChallenge } = request
  const code = opaque()
  cognito.flows.codes.put(
    code,
    { poolId, clientId, redirectUri, scopes, state, nonce, codeChallenge, sub: user.sub, authTime },
    CODE_LIFETIME_MS,
  )
  return redirect(withQuery(redirectUri, { code, state }), cookies)
}

export const signIn = (cognito: Cognito, request: AuthorizationRequest, user: User): LoginAnswer => {
  const id = opaque()
  const authTime = cognito.now()
  const session: BrowserSession = {
    poolId: request.poolId,
    sub: user.sub,
    authTime,
    generation: user.generation,
  }
  cognito.flows.browsers.put(id, session, BROWSER_LIFETIME_MS)
  return grantCode(cognito, request, user, authTime, [
    cookie(SESSION_COOKIE, id, BROWSER_LIFETIME_MS / 1_000),
  ])
}

/** Who is already signed in at this pool in this browser. */
export const signedInUser = (cognito: Cognito, pool: Pool, request: LoginRequest) => {
  const session = cognito.flows.browsers.get(readCookie(request, SESSION_COOKIE) ?? '')
  const user = session?.poolId === pool.id ? pool.users.get(session.sub) : undefined
  if (!session || !user?.enabled || user.generation !== session.generation) return undefined
  return { user, authTime: session.authTime }
}
