// What every operation of the service works with.
import { randomBytes } from 'node:crypto'
import type { Codes } from './codes.ts'
import type { ExpiringMap } from './expiring-map.ts'
import type { Lockout } from './lockout.ts'
import type { LoginFlows } from './login/flows.ts'
import type { Pools } from './pools.ts'
import type { SrpChallenge } from './srp.ts'
import type { Triggers } from './triggers.ts'

/** A login that waits for the client's next answer. */
export type Challenge = { poolId: string; clientId: string; sub: string } & (
  | { kind: 'NEW_PASSWORD_REQUIRED' }
  /** `srp` is missing for a user who does not exist and must not be known not to. */
  | { kind: 'PASSWORD_VERIFIER'; username: string; login: string; srp: SrpChallenge | undefined }
)

export type Cognito = {
  pools: Pools
  codes: Codes
  lockout: Lockout
  challenges: ExpiringMap<Challenge>
  flows: LoginFlows
  triggers: Triggers
  /** Where the login pages are reached. */
  publicUrl(): string
  now: () => number
}

export const opaque = (bytes = 32): string => randomBytes(bytes).toString('base64url')
