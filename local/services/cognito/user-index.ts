// Finds a user by whatever the pool lets people sign in with, without looking through all of them.
import type { GivenPool, User } from './records.ts'

export type UserIndex = {
  changed(before: User | undefined, after: User | undefined): void
  /** The `sub` of whom a user name or alias belongs to. */
  byLogin(login: string): string | undefined
  byIdentity(provider: string, userId: string): string | undefined
}

const identityKey = (provider: string, userId: string) => `${provider}\n${userId}`

export const userIndex = (settings: () => GivenPool): UserIndex => {
  const names = new Map<string, string>()
  const aliases = new Map<string, string>()
  const identities = new Map<string, string>()
  const fold = (text: string) =>
    settings().UsernameConfiguration?.CaseSensitive === false ? text.toLowerCase() : text

  const aliasesOf = ({ attributes, status }: User): string[] => {
    // A federated user signs in elsewhere: an address it shares with a local user is not its login.
    if (status === 'EXTERNAL_PROVIDER') return []
    const { UsernameAttributes = [], AliasAttributes = [] } = settings()
    const verified = AliasAttributes.filter(
      (name) => name === 'preferred_username' || attributes[`${name}_verified`] === 'true',
    )
    return [...UsernameAttributes, ...verified].flatMap((name) =>
      attributes[name] ? [fold(attributes[name])] : [],
    )
  }

  return {
    changed: (before, after) => {
      if (before) {
        names.delete(fold(before.username))
        for (const alias of aliasesOf(before)) if (aliases.get(alias) === before.sub) aliases.delete(alias)
        for (const { provider, userId } of before.identities) identities.delete(identityKey(provider, userId))
      }
      if (after) {
        names.set(fold(after.username), after.sub)
        for (const alias of aliasesOf(after)) aliases.set(alias, after.sub)
        for (const { provider, userId } of after.identities) {
          identities.set(identityKey(provider, userId), after.sub)
        }
      }
    },
    byLogin: (login) => names.get(fold(login)) ?? aliases.get(fold(login)),
    byIdentity: (provider, userId) => identities.get(identityKey(provider, userId)),
  }
}
