// Whether a user is here, and since when not: as readers get it.
import * as z from 'zod'

export const statusSchema = z.enum(['online', 'away', 'offline'])

export type Status = z.infer<typeof statusSchema>

export const presenceSchema = z.object({
  userId: z.string(),
  username: z.string().nullable(),
  status: statusSchema,
  isOnline: z.boolean(),
  /** The end of the latest time online that is over; ISO 8601, as the others. */
  lastSeen: z.iso.datetime().nullable(),
  /** To the minute. */
  lastActiveAt: z.iso.datetime().nullable(),
  lastLoginAt: z.iso.datetime().nullable(),
})

export type Presence = z.infer<typeof presenceSchema>

export const isoOrNull = (at: number | null | undefined): string | null =>
  at === null || at === undefined ? null : new Date(at).toISOString()
