// What a pool keeps: one record type per table of its journal.
import type { JWK } from 'jose'

export type PoolSettings = {
  id: string
  name: string
  arn: string
  createdAt: number
  modifiedAt: number
  /** As given to CreateUserPool and UpdateUserPool, defaults filled in. */
  given: GivenPool
}

export type SchemaAttribute = {
  Name?: string | undefined
  Required?: boolean | undefined
  Mutable?: boolean | undefined
  AttributeDataType?: string | undefined
}

export type PasswordPolicy = {
  MinimumLength?: number | undefined
  RequireUppercase?: boolean | undefined
  RequireLowercase?: boolean | undefined
  RequireNumbers?: boolean | undefined
  RequireSymbols?: boolean | undefined
  PasswordHistorySize?: number | undefined
  TemporaryPasswordValidityDays?: number | undefined
}

export type GivenPool = {
  PoolName: string
  Policies?: { PasswordPolicy?: PasswordPolicy | undefined } | undefined
  UsernameAttributes?: string[] | undefined
  AliasAttributes?: string[] | undefined
  AutoVerifiedAttributes?: string[] | undefined
  UsernameConfiguration?: { CaseSensitive: boolean } | undefined
  AdminCreateUserConfig?: { AllowAdminCreateUserOnly?: boolean | undefined } | undefined
  AccountRecoverySetting?:
    | { RecoveryMechanisms?: { Name: string; Priority: number }[] | undefined }
    | undefined
  Schema?: SchemaAttribute[] | undefined
  DeletionProtection?: string | undefined
  LambdaConfig?: { PreSignUp?: string | undefined } | undefined
  MfaConfiguration?: string | undefined
  [other: string]: unknown
}

export type ValidityUnit = 'seconds' | 'minutes' | 'hours' | 'days'

export type GivenClient = {
  ClientName: string
  ExplicitAuthFlows?: string[] | undefined
  PreventUserExistenceErrors?: string | undefined
  EnableTokenRevocation?: boolean | undefined
  AccessTokenValidity?: number | undefined
  IdTokenValidity?: number | undefined
  RefreshTokenValidity?: number | undefined
  TokenValidityUnits?:
    | { [Token in 'AccessToken' | 'IdToken' | 'RefreshToken']?: ValidityUnit | undefined }
    | undefined
  RefreshTokenRotation?: { Feature: string; RetryGracePeriodSeconds?: number | undefined } | undefined
  AuthSessionValidity?: number | undefined
  ReadAttributes?: string[] | undefined
  WriteAttributes?: string[] | undefined
  SupportedIdentityProviders?: string[] | undefined
  CallbackURLs?: string[] | undefined
  LogoutURLs?: string[] | undefined
  DefaultRedirectURI?: string | undefined
  AllowedOAuthFlows?: string[] | undefined
  AllowedOAuthScopes?: string[] | undefined
  AllowedOAuthFlowsUserPoolClient?: boolean | undefined
  [other: string]: unknown
}

export type Client = {
  id: string
  secret?: string | undefined
  createdAt: number
  modifiedAt: number
  given: GivenClient
}

export type Provider = {
  name: string
  type: string
  details: Record<string, string>
  mapping: Record<string, string>
  identifiers: string[]
  createdAt: number
  modifiedAt: number
}

export type Group = {
  name: string
  description?: string | undefined
  precedence?: number | undefined
  roleArn?: string | undefined
  createdAt: number
  modifiedAt: number
}

/** Both are one-way: the hash proves a password that was sent, the verifier one that was not (SRP). */
export type Password = { salt: string; hash: string; srpSalt: string; srpVerifier: string }

export type CodePurpose = 'sign-up' | 'reset-password' | 'verify-email'
export type Code = { salt: string; hash: string; expiresAt: number }
export type Identity = { provider: string; type: string; userId: string; linkedAt: number }

export type UserStatus =
  | 'UNCONFIRMED'
  | 'CONFIRMED'
  | 'FORCE_CHANGE_PASSWORD'
  | 'RESET_REQUIRED'
  | 'EXTERNAL_PROVIDER'

export type User = {
  sub: string
  username: string
  attributes: Record<string, string>
  status: UserStatus
  enabled: boolean
  createdAt: number
  modifiedAt: number
  groups: string[]
  codes: { [Purpose in CodePurpose]?: Code | undefined }
  identities: Identity[]
  password?: Password | undefined
  /** Newest first, kept only where the pool's policy looks back. */
  pastPasswords?: Password[] | undefined
  temporaryPasswordUntil?: number | undefined
  /** Counted up by a global sign-out: sessions of an older generation are over. */
  generation: number
}

/** One sign-in, whose `id` every token that stems from it carries as `origin_jti`. */
export type Session = {
  id: string
  eventId: string
  sub: string
  clientId: string
  scopes: string[]
  authTime: number
  expiresAt: number
  generation: number
  /** Hashes of refresh tokens; one that was rotated out ends at `until`. */
  refresh: { hash: string; until?: number | undefined }[]
}

export type Tables = {
  pool: PoolSettings
  key: JWK
  client: Client
  domain: { name: string }
  provider: Provider
  group: Group
  user: User
  session: Session
}
