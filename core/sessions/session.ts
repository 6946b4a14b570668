// A session as the API shows it: what a list and a KPI need, and nothing a reader would have to compute.
import * as z from 'zod'

/** All times are milliseconds since 1970 by our clock. */
export const sessionSchema = z.object({
  sessionId: z.uuid(),
  projectId: z.string(),
  visitorId: z.uuid(),
  userId: z.string().nullable(),
  startedAt: z.number().int(),
  lastSeenAt: z.number().int(),
  /** Null while the session may still go on. */
  endedAt: z.number().int().nullable(),
  durationMs: z.number().int(),
  entryUrl: z.string().nullable(),
  exitUrl: z.string().nullable(),
  referrer: z.string().nullable(),
  events: z.number().int(),
  pageViews: z.number().int(),
  clicks: z.number().int(),
  errors: z.number().int(),
  hasReplay: z.boolean(),
  browser: z.string(),
  os: z.string(),
  device: z.enum(['desktop', 'mobile', 'tablet', 'other']),
  country: z.string().nullable(),
  bot: z.boolean(),
})

/** Answer of `GET /api/v1/sessions`. */
export const sessionListSchema = z.object({
  sessions: z.array(sessionSchema),
  nextCursor: z.string().nullable(),
})

export type Session = z.infer<typeof sessionSchema>
export type SessionList = z.infer<typeof sessionListSchema>
