// The member's login: the access token stays in memory and is renewed before it ends, once for all who wait.
import type { Login, Tokens } from '../../../core/members/login.ts'
import { memberFromIdToken } from './id-token.ts'
import { postOpen } from './open-request.ts'
import { ApiProblem } from './problem.ts'
import type { RefreshTokenStorage } from './refresh-token-storage.ts'

/** Milliseconds before its end at which an access token is no longer used: covers a slow request. */
const RENEW_EARLY_MS = 60_000

type Deps = {
  fetch: typeof fetch
  storage: RefreshTokenStorage
  now: () => number
  /** Runs one piece of work after the other, over all tabs: a refresh token that two of them show ends the login. */
  inTurn: <T>(work: () => Promise<T>) => Promise<T>
}
type Access = { token: string; endsAt: number; idToken: string }

export const createMemberLogin = ({ fetch: fetcher, storage, now, inTurn }: Deps) => {
  let access: Access | null = null
  let renewing: Promise<string> | null = null
  /** Counts what the member does here: who has signed in or out since is another one. */
  let turns = 0
  const listeners = new Set<() => void>()
  const changed = () => {
    for (const listener of listeners) listener()
  }

  const take = (tokens: Tokens): string => {
    const endsAt = now() + tokens.expiresIn * 1_000
    access = { token: tokens.accessToken, endsAt, idToken: tokens.idToken }
    changed()
    return tokens.accessToken
  }

  const begin = (tokens: Tokens, keep: boolean): void => {
    turns += 1
    renewing = null
    storage.write(tokens.refreshToken, keep)
    take(tokens)
  }

  const signOut = () => {
    turns += 1
    storage.clear()
    access = null
    renewing = null
    changed()
  }

  const renew = async (): Promise<string> => {
    const refreshToken = storage.read()
    if (refreshToken === null) throw loginEnded()
    const turn = turns
    const tokens = await postOpen<Tokens>(fetcher, '/api/v1/auth/refresh', { refreshToken }).catch(
      (error: unknown) => {
        if (!isRefusal(error)) throw error
      },
    )
    // Signed out, or in as somebody else, while the answer was on its way: it is nobody's now.
    if (turns !== turn || storage.read() === null) throw loginEnded()
    // Another tab was faster: what it left is the newest token of the login that all tabs share.
    if (storage.read() !== refreshToken) return renew()
    if (tokens) {
      storage.replace(tokens.refreshToken)
      return take(tokens)
    }
    signOut()
    throw loginEnded()
  }

  return {
    isSignedIn: (): boolean => storage.read() !== null,
    member: () => (access ? memberFromIdToken(access.idToken) : null),
    subscribe: (listener: () => void): (() => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    signIn: async (login: Login, keep: boolean): Promise<void> =>
      begin(await postOpen<Tokens>(fetcher, '/api/v1/auth/login', login), keep),
    /** Tokens that came another way: a confirmed registration, a new password, Google. */
    begin,
    /** Forgets the login here: the server ended it already, or wants to know nothing of it. */
    signOut,
    /** Ends the login at the server too. Whoever wants to leave leaves, even when that fails. */
    logOut: async (): Promise<void> => {
      const refreshToken = storage.read()
      signOut()
      if (refreshToken === null) return
      await postOpen<void>(fetcher, '/api/v1/auth/logout', { refreshToken }).catch(() => undefined)
    },
    /** A token that is good now. `refused` names one that the server has just turned down. */
    accessToken: async (refused?: string): Promise<string> => {
      const usable = access && access.endsAt - RENEW_EARLY_MS > now() && access.token !== refused
      if (access && usable) return access.token
      if (renewing === null) {
        const mine = inTurn(renew).finally(() => {
          if (renewing === mine) renewing = null
        })
        renewing = mine
      }
      return renewing
    },
  }
}

const isRefusal = (error: unknown): boolean =>
  error instanceof ApiProblem && error.status >= 400 && error.status < 500 && error.status !== 429

export type MemberLogin = ReturnType<typeof createMemberLogin>

const loginEnded = () =>
  new ApiProblem({
    status: 401,
    code: 'login_ended',
    title: 'You are signed out',
    detail: 'Your login has ended. Sign in again to go on.',
  })
