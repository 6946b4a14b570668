// A key of a project, as its members see it: never its secret, only how it begins.
import * as z from 'zod'
import { projectIdSchema } from '../projects/project-id.ts'

export const keyIdSchema = z.string().regex(/^key_[0-9A-Za-z]{16}$/, 'is not the id of a key')

const kindSchema = z.enum(['publishable', 'secret'])

/** Hours for which a regenerated key's old text goes on working. */
export const GRACE_DEFAULT_HOURS = 24
export const GRACE_MAX_HOURS = 7 * 24

export const projectKeySchema = z.object({
  keyId: keyIdSchema,
  projectId: projectIdSchema,
  kind: kindSchema,
  environment: z.enum(['live', 'test']),
  name: z.string(),
  /** How the key begins, to tell it from others. */
  prefix: z.string(),
  /** The whole key, if it is publishable: it stands in every page anyway. */
  text: z.string().nullable(),
  status: z.enum(['active', 'expired', 'revoked']),
  createdAt: z.number().int(),
  expiresAt: z.number().int().nullable(),
  revokedAt: z.number().int().nullable(),
  /** Earlier texts of this key that still work. */
  previous: z.array(z.object({ prefix: z.string(), validUntil: z.number().int() })),
  /** To the minute. */
  lastUsedAt: z.number().int().nullable(),
  /** Requests with it in the last 30 days. */
  requests: z.number().int().nonnegative(),
})

export const createKeySchema = z.strictObject({
  /** Needed unless the query names the project. */
  projectId: projectIdSchema.optional(),
  kind: kindSchema.default('secret'),
  environment: z.enum(['live', 'test']).default('live'),
  name: z.string().trim().min(1).max(80),
  expiresInDays: z.number().int().min(1).max(3_650).optional(),
})

export const regenerateKeySchema = z.strictObject({
  graceHours: z.number().min(0).max(GRACE_MAX_HOURS).default(GRACE_DEFAULT_HOURS),
})

export const keyListSchema = z.object({ keys: z.array(projectKeySchema) })
export const keyAnswerSchema = z.object({ key: projectKeySchema })
/** `secret` is the key itself, shown this once. */
export const createdKeySchema = z.object({ key: projectKeySchema, secret: z.string() })

export type ProjectKey = z.infer<typeof projectKeySchema>
export type CreateKey = z.infer<typeof createKeySchema>
