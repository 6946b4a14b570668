// A user in the making: under which name, and whether that name is still free when it is written.
import { randomUUID } from 'node:crypto'
import { ServiceError } from '../json-service.ts'
import { aliasOwner, requireAttributes } from './attributes.ts'
import type { Pool } from './pool.ts'
import type { User, UserStatus } from './records.ts'

export type Draft = {
  username: string
  attributes: Record<string, string>
  create(changes: Partial<User>): User
}

const looksLike: Record<string, (login: string) => boolean> = {
  email: (login) => /^[^@\s]+@[^@\s]+$/.test(login),
  phone_number: (login) => /^\+\d{4,15}$/.test(login),
}

export const newUser = (
  pool: Pool,
  wanted: { username: string; attributes: Record<string, string>; status: UserStatus; now: number },
): Draft => {
  const { UsernameAttributes = [], AliasAttributes = [] } = pool.given()
  const sub = randomUUID()
  const attributes = { ...wanted.attributes }
  let username = wanted.username
  if (UsernameAttributes.length > 0) {
    const attribute = UsernameAttributes.find((name) => looksLike[name]?.(wanted.username))
    if (!attribute) {
      throw new ServiceError(
        'InvalidParameterException',
        `Username should be an ${UsernameAttributes.join(' or ')}.`,
      )
    }
    // The address is how the user signs in; what the user is called is the `sub`.
    attributes[attribute] ??= wanted.username
    username = sub
  } else if (AliasAttributes.includes('email') && looksLike['email']?.(wanted.username)) {
    throw new ServiceError(
      'InvalidParameterException',
      'Username cannot be of email format, since user pool is configured for email alias.',
    )
  }
  requireAttributes(pool, attributes)
  const checkFree = (wantedAttributes = attributes) => {
    if (username !== sub && pool.findUser(username)) {
      throw new ServiceError('UsernameExistsException', 'User already exists')
    }
    if (UsernameAttributes.length > 0 && aliasOwner(pool, wantedAttributes)) {
      throw new ServiceError('UsernameExistsException', 'An account with the given email already exists.')
    }
    if (aliasOwner(pool, wantedAttributes)) {
      throw new ServiceError('AliasExistsException', 'An account with the given email already exists.')
    }
  }
  checkFree()
  return {
    username,
    attributes,
    create: (changes) => {
      // Trigger and hash took a while, in which someone else may have taken the name.
      checkFree(changes.attributes)
      const user: User = {
        sub,
        username,
        attributes,
        status: wanted.status,
        enabled: true,
        createdAt: wanted.now,
        modifiedAt: wanted.now,
        groups: [],
        codes: {},
        identities: [],
        generation: 0,
        ...changes,
      }
      pool.users.put(sub, user)
      return user
    },
  }
}
