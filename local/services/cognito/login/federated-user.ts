// The user behind an external identity: found by a link, brought up to date, or created at the first login.
import { randomUUID } from 'node:crypto'
import type { JWTPayload } from 'jose'
import type { Cognito } from '../cognito.ts'
import type { Pool } from '../pool.ts'
import type { Provider, User } from '../records.ts'

const SPECIAL = new Set(['username', 'sub'])

const mapped = ({ mapping }: Provider, claims: JWTPayload): Record<string, string> => {
  const attributes: Record<string, string> = {}
  for (const [attribute, claim] of Object.entries(mapping)) {
    const value = claims[claim]
    if (!SPECIAL.has(attribute) && value !== undefined && value !== null)
      attributes[attribute] = String(value)
  }
  // An address counts as verified only where the mapping says that the provider's word is enough.
  if (attributes['email'] !== undefined) attributes['email_verified'] ??= 'false'
  return attributes
}

type SignIn = { pool: Pool; provider: Provider; claims: JWTPayload; clientId: string }

const updated = (pool: Pool, known: User, attributes: Record<string, string>): User => {
  // A local user who was linked keeps the profile that the user has here.
  if (known.status !== 'EXTERNAL_PROVIDER') return known
  return pool.changeUser(known.sub, (user) => ({ attributes: { ...user.attributes, ...attributes } }))
}

export const federatedUser = async (
  { triggers, now }: Cognito,
  { pool, provider, claims, clientId }: SignIn,
): Promise<User> => {
  const userId = String(claims[provider.mapping['username'] ?? 'sub'] ?? claims.sub)
  const attributes = mapped(provider, claims)
  const username = `${provider.name}_${userId}`
  const known = pool.findIdentity(provider.name, userId)
  if (known) return updated(pool, known, attributes)
  await triggers.preSignUp(pool, {
    source: 'PreSignUp_ExternalProvider',
    userName: username,
    clientId,
    userAttributes: { ...attributes, 'cognito:email_alias': '', 'cognito:phone_number_alias': '' },
  })
  // The trigger took a while, in which the same person may have come in by another tab.
  const meanwhile = pool.findIdentity(provider.name, userId)
  return meanwhile
    ? updated(pool, meanwhile, attributes)
    : create({ pool, provider, username, userId, attributes, now: now() })
}

const create = ({
  pool,
  provider,
  username,
  userId,
  attributes,
  now,
}: Pick<SignIn, 'pool' | 'provider'> & {
  username: string
  userId: string
  attributes: Record<string, string>
  now: number
}): User => {
  const group = `${pool.id}_${provider.name}`
  if (!pool.groups.get(group)) {
    const description = `Users who sign in with ${provider.name}`
    pool.groups.put(group, { name: group, description, createdAt: now, modifiedAt: now })
  }
  const user: User = {
    sub: randomUUID(),
    username,
    attributes,
    status: 'EXTERNAL_PROVIDER',
    enabled: true,
    createdAt: now,
    modifiedAt: now,
    groups: [group],
    codes: {},
    identities: [{ provider: provider.name, type: provider.type, userId, linkedAt: now }],
    generation: 0,
  }
  pool.users.put(user.sub, user)
  return user
}
