// What the logins of users need, and who may log in at all.
import { AppError } from '../../../core/errors.ts'
import type { Project } from '../../../core/projects/project.ts'
import type { Gate } from '../../runtime/http/gate.ts'
import type { PutLoose } from '../../runtime/http/put-loose.ts'
import type { UserTokens } from '../../runtime/http/user-tokens.ts'
import type { socialTokens } from '../../runtime/social-tokens.ts'
import type { PresenceStore } from '../../stores/presence.ts'
import type { UsageMeter } from '../../stores/usage.ts'
import type { CredentialStore } from '../../stores/user-credentials.ts'
import type { ProfileStore } from '../../stores/user-profiles.ts'

export type LoginDeps = {
  credentials: CredentialStore
  profiles: Pick<ProfileStore, 'find' | 'put'>
  presence: Pick<PresenceStore, 'noteLogin'>
  put: PutLoose
  gate: Pick<Gate, 'limits' | 'policiesFor'>
  tokens: Pick<UserTokens, 'sign'>
  usage: Pick<UsageMeter, 'count'>
  hashPassword(password: string): Promise<string>
  passwordIs(password: string, hash: string | undefined): Promise<boolean>
  identify: ReturnType<typeof socialTokens>
  /** A keyed hash of words: what is stored of an address that somebody signs in with. */
  nameOf(...words: string[]): Promise<string>
  now: () => number
  random: (bytes: number) => Uint8Array
}

export const checkSetting = ({ userLogins }: Project): void => {
  if (!userLogins.enabled)
    throw new AppError('user-logins-off', 403, 'The users of this project have no accounts here.')
}

export const usernameTaken = (): AppError =>
  new AppError('username-taken', 409, 'Another user has this username.')
