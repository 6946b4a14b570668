// How much a project was used: its requests and events by day, and by key.
import * as z from 'zod'

const count = z.number().int().nonnegative()

export const usageDaySchema = z.object({
  /** The UTC day, `2026-11-26`. */
  date: z.iso.date(),
  requests: count,
  /** Events that were accepted. */
  events: count,
  /** Events that were rejected for what they hold. */
  rejected: count,
  /** Requests that a limit refused. */
  limited: count,
})

export const keyUsageSchema = z.object({
  keyId: z.string(),
  name: z.string(),
  requests: count,
  events: count,
  lastUsedAt: z.number().int().nullable(),
})

/** Answer of `GET /api/v1/projects/{projectId}/usage`: each day of the range, those without use too, oldest first. */
export const usageSchema = z.object({ days: z.array(usageDaySchema), keys: z.array(keyUsageSchema) })

export type UsageDay = z.infer<typeof usageDaySchema>
export type KeyUsage = z.infer<typeof keyUsageSchema>
export type Usage = z.infer<typeof usageSchema>
