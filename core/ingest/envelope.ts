// What a page sends: a batch of events, and perhaps a piece of the recording, from one tab of one session.
import * as z from 'zod'
import { jsonValueSchema } from '../json/json-value.ts'
import { BATCH_MAX_EVENTS, URL_MAX_CHARS, USER_ID_MAX_CHARS } from '../limits.ts'
import type { PageSettings } from '../projects/page-settings.ts'

/** What the event happened on. An activity names a thing (`type`, `id`), a click a place in the page. */
export const targetSchema = z.object({
  type: z.string().max(30).optional(),
  id: z.string().max(100).optional(),
  selector: z.string().max(URL_MAX_CHARS).optional(),
  text: z.string().max(200).optional(),
  /** CSS pixels from the top left of the page. */
  x: z.number().optional(),
  y: z.number().optional(),
})

export const eventSchema = z.object({
  eventId: z.uuid(),
  name: z.string().regex(/^[A-Za-z0-9_.:$ -]{1,100}$/, 'must be 1–100 letters, digits, spaces or _ . : $ -'),
  /** Milliseconds since 1970 by the page's own clock. */
  ts: z.number().int().nonnegative(),
  url: z.string().max(URL_MAX_CHARS).optional(),
  referrer: z.string().max(URL_MAX_CHARS).optional(),
  userId: z.string().min(1).max(USER_ID_MAX_CHARS).optional(),
  props: z.record(z.string(), jsonValueSchema).default({}),
  target: targetSchema.optional(),
  /** What a user did, for the activity log, and not one of the page's own doings. */
  activity: z.literal(true).optional(),
})

export const replayChunkSchema = z.object({
  /** Names the recorder's format, so that a leaner one can follow: `rrweb-2` first. */
  format: z.string().max(30),
  events: z.array(jsonValueSchema),
})

/** The batch without a look at its events: one bad event must not cost its neighbours. */
export const batchHeaderSchema = z.object({
  v: z.literal(1),
  visitorId: z.uuid(),
  sessionId: z.uuid(),
  tabId: z.uuid(),
  /** Counts up by one in a tab; a tab has one batch in flight. */
  seq: z.number().int().nonnegative(),
  /** Milliseconds since 1970 by the page's own clock, when the batch left. */
  sentAt: z.number().int().nonnegative(),
  events: z.array(z.unknown()).max(BATCH_MAX_EVENTS),
  replay: replayChunkSchema.optional(),
})

export type Target = z.infer<typeof targetSchema>
export type Event = z.infer<typeof eventSchema>
export type ReplayChunk = z.infer<typeof replayChunkSchema>
export type BatchHeader = z.infer<typeof batchHeaderSchema>
export type Batch = Omit<BatchHeader, 'events'> & { events: Event[] }

export const rejectedEventSchema = z.object({ index: z.number().int(), reason: z.string() })
export type RejectedEvent = z.infer<typeof rejectedEventSchema>
export type TrackAnswer = {
  accepted: number
  rejected: RejectedEvent[]
  settings?: PageSettings
  live?: true
}
