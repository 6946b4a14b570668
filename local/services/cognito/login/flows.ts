// What the login pages remember between two requests of a browser.
import { type ExpiringMap, expiringMap } from '../expiring-map.ts'

/** What a client asked for at `/oauth2/authorize`, checked. */
export type AuthorizationRequest = {
  poolId: string
  clientId: string
  redirectUri: string
  scopes: string[]
  state: string | undefined
  nonce: string | undefined
  codeChallenge: string | undefined
}

/** A login in progress; `binding` is the cookie of the one browser that may finish it. */
export type LoginFlow = AuthorizationRequest & {
  binding: string
  /** A user who has shown a temporary password and must now choose one. */
  choosingPassword?: string
  federation?: { provider: string; nonce: string; codeVerifier: string }
}

export type GrantedCode = AuthorizationRequest & { sub: string; authTime: number }
export type BrowserSession = { poolId: string; sub: string; authTime: number; generation: number }

export type LoginFlows = {
  logins: ExpiringMap<LoginFlow>
  codes: ExpiringMap<GrantedCode>
  browsers: ExpiringMap<BrowserSession>
}

export const LOGIN_LIFETIME_MS = 900_000
export const CODE_LIFETIME_MS = 300_000 // as in AWS
export const BROWSER_LIFETIME_MS = 3_600_000 // as in AWS

export const loginFlows = (now: () => number): LoginFlows => ({
  logins: expiringMap(now),
  codes: expiringMap(now),
  browsers: expiringMap(now),
})
