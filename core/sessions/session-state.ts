// What is kept of a session: the numbers a reader sees, and the watermarks that keep them right.
import * as z from 'zod'
import { metadataSchema } from '../ingest/stamped-batch.ts'
import { pinSchema } from '../pins/pin.ts'
import { activitySchema, NO_ACTIVITY } from './activity.ts'
import { sessionSchema } from './session.ts'
import { visitedPageSchema } from './visited-pages.ts'

/** The last batch of a tab that is already counted, and when its last event was, which version 1 did not keep. */
const watermarkSchema = z.object({
  seq: z.number().int(),
  receivedAt: z.number().int(),
  lastAt: z.number().int().nullable().optional(),
})

const count = z.number().int().default(0)
const text = z.string().nullable().default(null)

export const sessionStateSchema = sessionSchema
  .omit({ durationMs: true, referrerHost: true, utm: true })
  .extend({
    /** Version 1 had fewer fields: it is read as one in which they are empty. */
    v: z.union([z.literal(1), z.literal(2)]).transform(() => 2 as const),
    rageClicks: count,
    deadClicks: count,
    engagedMs: count,
    pages: z.array(visitedPageSchema).default([]),
    eventNames: z.array(z.string()).default([]),
    activity: activitySchema.default(NO_ACTIVITY),
    lastEvent: text,
    lastEventAt: count,
    region: text,
    city: text,
    pinned: pinSchema.nullable().default(null),
    /** The batch that the facts of the client come from, the earliest: `<receivedAt, 13 digits>#<tabId>`. */
    clientFrom: z.string().default(''),
    tabs: z.record(z.string(), watermarkSchema),
    /** Receive time of the newest batch of any tab that was dropped from `tabs`. */
    forgottenUntil: z.number().int().nullable(),
    /** Times of the events that `entryUrl`, `exitUrl` and `userId` come from: tabs overtake one another. */
    entryAt: z.number().int().nullable(),
    exitAt: z.number().int().nullable(),
    userAt: z.number().int().nullable(),
    /** What the project said of idleness and retention in the newest batch; null before any said so. */
    idleMinutes: z.number().int().nullable().default(null),
    keepDays: z.number().int().nullable().default(null),
    rulesAt: count,
    /** When everything stored of the session was merged; null while something may still have to be. */
    mergedAt: z.number().int().nullable().default(null),
    /** The newest ids of events that may come again, as `recent-events.ts` keeps them. */
    recent: z.string().default(''),
    /** What a page said of the session as a whole, and when we heard it. */
    metadata: metadataSchema.nullable().default(null),
    metadataAt: count,
  })

export type SessionState = z.infer<typeof sessionStateSchema>
