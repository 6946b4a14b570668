// The user behind an external identity: found by a link, brought up to date, or created at the first login.
import { randomUUID } from 'node:crypto'
import type { JWTPayload } from 'jose'
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

export const federatedUser = (pool: Pool, provider: Provider, claims: JWTPayload, now: number): User => {
  const userId = String(claims[provider.mapping['username'] ?? 'sub'] ?? claims.sub)
  const attributes = mapped(provider, claims)
  const known = pool.findIdentity(provider.name, userId)
  if (known) {
    // A local user who was linked keeps the profile that the user has here.
    if (known.status !== 'EXTERNAL_PROVIDER') return known
    return pool.changeUser(known.sub, (user) => ({ attributes: { ...user.attributes, ...attributes } }))
  }
  const group = `${pool.id}_${provider.name}`
  if (!pool.groups.get(group)) {
    const description = `Users who sign in with ${provider.name}`
    pool.groups.put(group, { name: group, description, createdAt: now, modifiedAt: now })
  }
  const user: User = {
    sub: randomUUID(),
    username: `${provider.name}_${userId}`,
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
