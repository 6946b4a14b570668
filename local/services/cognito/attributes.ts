// User attributes: which a pool knows, which it demands, and what may stand in them.
import { z } from 'zod'
import { ServiceError } from '../json-service.ts'
import type { Pool } from './pool.ts'
import type { User } from './records.ts'

export const attributesSchema = z.array(
  z.object({ Name: z.string(), Value: z.string().max(2_048).default('') }),
)
export type AttributeList = z.output<typeof attributesSchema>

export const STANDARD_ATTRIBUTES = [
  'sub',
  'name',
  'given_name',
  'family_name',
  'middle_name',
  'nickname',
  'preferred_username',
  'profile',
  'picture',
  'website',
  'email',
  'email_verified',
  'gender',
  'birthdate',
  'zoneinfo',
  'locale',
  'phone_number',
  'phone_number_verified',
  'address',
  'updated_at',
  'identities',
]
const EMAIL = z.email().max(254)
const PHONE_NUMBER = /^\+\d{4,15}$/

const nonconforming = (what: string) =>
  new ServiceError('InvalidParameterException', `Attributes did not conform to the schema: ${what}`)

const isKnown = (pool: Pool, name: string) =>
  STANDARD_ATTRIBUTES.includes(name) ||
  (name.startsWith('custom:') &&
    (pool.given().Schema ?? []).some(({ Name }) => Name === name || `custom:${Name}` === name))

/** `trusted` callers are administrators: only they say that an address is verified. */
export const readAttributes = (pool: Pool, list: AttributeList, trusted: boolean): Record<string, string> => {
  const attributes: Record<string, string> = {}
  for (const { Name, Value } of list) {
    if (Name === 'sub' || Name === 'identities') throw nonconforming(`${Name}: Attribute cannot be updated.`)
    if (!isKnown(pool, Name)) {
      throw nonconforming(`Type for attribute {${Name}} could not be determined`)
    }
    if (!trusted && Name.endsWith('_verified')) {
      throw new ServiceError('NotAuthorizedException', 'A client attempted to write unauthorized attribute')
    }
    attributes[Name] = Value
  }
  if (attributes['email'] && !EMAIL.safeParse(attributes['email']).success) {
    throw new ServiceError('InvalidParameterException', 'Invalid email address format.')
  }
  if (attributes['phone_number'] && !PHONE_NUMBER.test(attributes['phone_number'])) {
    throw new ServiceError('InvalidParameterException', 'Invalid phone number format.')
  }
  return attributes
}

export const requireAttributes = (pool: Pool, attributes: Record<string, string>): void => {
  const missing = (pool.given().Schema ?? []).filter(
    ({ Name = '', Required }) => Required && !attributes[Name],
  )
  if (missing.length === 0) return
  throw nonconforming(missing.map(({ Name }) => `${Name}: The attribute ${Name} is required`).join('\n'))
}

/** A changed address is no longer a verified one, unless the same call says so. */
export const mergeAttributes = (user: User, changes: Record<string, string>): Record<string, string> => {
  const merged = { ...user.attributes, ...changes }
  for (const name of ['email', 'phone_number']) {
    const changed = changes[name] !== undefined && changes[name] !== user.attributes[name]
    if (changed && changes[`${name}_verified`] === undefined) merged[`${name}_verified`] = 'false'
  }
  // An empty value removes the attribute.
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== ''))
}

export const asList = (attributes: Record<string, string>): { Name: string; Value: string }[] =>
  Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }))

/** Who else already signs in with one of these addresses, if anyone. */
export const aliasOwner = (
  pool: Pool,
  attributes: Record<string, string>,
  except?: string,
): User | undefined => {
  const { UsernameAttributes = [], AliasAttributes = [] } = pool.given()
  const verified = AliasAttributes.filter((name) => attributes[`${name}_verified`] === 'true')
  for (const name of [...UsernameAttributes, ...verified]) {
    const owner = attributes[name] ? pool.findUser(attributes[name]) : undefined
    if (owner && owner.sub !== except) return owner
  }
  return undefined
}
