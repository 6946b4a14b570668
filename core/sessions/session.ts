// A session as the API shows it: what a list and a KPI need, and nothing a reader would have to compute.
import * as z from 'zod'
import { pinSchema } from '../pins/pin.ts'
import { activitySchema } from './activity.ts'

const utm = z.string().nullable()

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
  referrerHost: z.string().nullable(),
  /** From the entry's URL. */
  utm: z.object({ source: utm, medium: utm, campaign: utm, term: utm, content: utm }),
  events: z.number().int(),
  pageViews: z.number().int(),
  clicks: z.number().int(),
  errors: z.number().int(),
  rageClicks: z.number().int(),
  deadClicks: z.number().int(),
  /** Time with attention: never more than `durationMs`. */
  engagedMs: z.number().int(),
  /** Different paths in the order of their first view, the first twenty. */
  pages: z.array(z.string()),
  /** Names of events that happened, in the order of the alphabet, the first fifty. */
  eventNames: z.array(z.string()),
  /** Name of the newest event; null before any came, or when it was kept by an older version. */
  lastEvent: z.string().nullable(),
  activity: activitySchema,
  hasReplay: z.boolean(),
  browser: z.string(),
  os: z.string(),
  device: z.enum(['desktop', 'mobile', 'tablet', 'other']),
  country: z.string().nullable(),
  region: z.string().nullable(),
  city: z.string().nullable(),
  bot: z.boolean(),
  /** Who keeps it beyond its project's days, and since when; null where nobody does. */
  pinned: pinSchema.nullable(),
})

/** Answer of `GET /api/v1/sessions`. */
export const sessionListSchema = z.object({
  sessions: z.array(sessionSchema),
  /** There may be more, though this page be short or empty: a request reads only so much. */
  nextCursor: z.string().nullable(),
  /** Sessions that started before this were not looked at yet, milliseconds since 1970; null if all were. */
  searchedTo: z.number().int().nullable(),
})

export type Session = z.infer<typeof sessionSchema>
export type SessionList = z.infer<typeof sessionListSchema>
