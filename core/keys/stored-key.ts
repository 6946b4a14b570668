// A key as it is stored: hashes for its texts, and the text itself only where every page shows it anyway.
import * as z from 'zod'
import { inGrace, keyStatus } from './key-rules.ts'
import { type ProjectKey, projectKeySchema } from './project-key.ts'

export const storedKeySchema = projectKeySchema
  .pick({
    keyId: true,
    projectId: true,
    kind: true,
    environment: true,
    name: true,
    prefix: true,
    text: true,
    createdAt: true,
    revokedAt: true,
  })
  .extend({
    hash: z.string(),
    createdBy: z.string(),
    /** When the key itself ends; `expiresAt` of an item is when DynamoDB clears it away. */
    validUntil: z.number().int().nullable(),
    previous: z.array(z.object({ hash: z.string(), prefix: z.string(), validUntil: z.number().int() })),
  })

export type StoredKey = z.infer<typeof storedKeySchema>

type Use = { requests: number; lastUsedAt: number | null }

/** As members see it. */
export const toProjectKey = (key: StoredKey, { requests, lastUsedAt }: Use, now: number): ProjectKey => {
  const { hash: _hash, createdBy: _createdBy, validUntil, previous, ...shown } = key
  return {
    ...shown,
    status: keyStatus(key, now),
    expiresAt: validUntil,
    previous: inGrace(previous, now).map(({ prefix, validUntil }) => ({ prefix, validUntil })),
    lastUsedAt,
    requests,
  }
}

export const newestPublishableKey = (keys: StoredKey[], now: number): string | null =>
  keys
    .filter((key) => key.kind === 'publishable' && keyStatus(key, now) === 'active')
    .reduce<StoredKey | undefined>(
      (newest, key) => (newest && newest.createdAt >= key.createdAt ? newest : key),
      undefined,
    )?.text ?? null
