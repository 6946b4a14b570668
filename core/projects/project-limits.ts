// The limits that a project may set for itself; what it leaves out is the stage's.
import * as z from 'zod'

const windowSchema = z.strictObject({
  limit: z.number().int().min(1).max(1_000_000),
  windowSeconds: z.number().int().min(1).max(86_400),
})

const bucketSchema = z.strictObject({
  perSecond: z.number().int().min(1).max(1_000_000),
  burst: z.number().int().min(1).max(10_000_000),
})

export const projectLimitsSchema = z.strictObject({
  /** Requests of one secret key. */
  api: windowSchema.optional(),
  /** Events of the whole project. */
  ingest: bucketSchema.optional(),
  /** Presence look-ups of one caller. */
  presence: windowSchema.optional(),
})

export type ProjectLimits = z.infer<typeof projectLimitsSchema>
