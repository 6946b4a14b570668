// A replay as the API shows it: what of a session can be played, and what its time line shows.
import * as z from 'zod'
import { replayManifestSchema } from './manifest.ts'
import { SIDE_SCHEMAS, type SideTag } from './side-events.ts'

const time = z.number()
const count = z.number().int().nonnegative()
const stored = replayManifestSchema.shape

/** Names a segment's very bytes: in another merge it stands for the same ones, or for none. */
export const segmentNameSchema = z.string().regex(/^[0-9a-f]{24}\.[\w.-]{1,80}$/)

const segmentSchema = z.object({
  name: segmentNameSchema,
  tabId: z.uuid(),
  /** Only segments of the format `rrweb-2` begin with a snapshot. */
  format: z.string(),
  from: time,
  to: time,
  /** As it is fetched, under gzip. */
  bytes: count,
  /** Recorded events, without those of the snapshot before them. */
  events: count,
  picture: z.enum(['whole', 'partial', 'none']),
})

/**
 * - `expired`: the recording is past the days that the project keeps it.
 * - `paused`: recording was paused because it cost the page too much; `count` is how often.
 * - `left_out`: the tracker left something out; the reason is its own word.
 * - `missing_batches`: they never came. `unreadable`: they came, and cannot be read.
 * - `untimed`: recorded events that could not be placed in time. `skipped`: steps that could not be applied.
 * - `cut`: recorded events beyond what is kept of one session. `markers`: clicks that found no room on the time line.
 */
const droppedSchema = z.object({
  what: z.enum([
    'expired',
    'paused',
    'left_out',
    'missing_batches',
    'unreadable',
    'untimed',
    'skipped',
    'cut',
    'markers',
  ]),
  count,
  /** Null where it is of no one tab. */
  tabId: z.uuid().nullable(),
  /** A word of the tracker's, of `paused` and `left_out`. */
  reason: z.string().nullable(),
  /** A sentence for a person. */
  text: z.string(),
})

/** All times are milliseconds since 1970 by our clock. */
export const replaySchema = z.object({
  v: z.literal(1),
  sessionId: z.uuid(),
  /** Another one means that there is more, or other segments. Empty while nothing is merged yet. */
  merge: z.string(),
  from: time,
  to: time,
  durationMs: z.number(),
  /** The session may still go on: ask again for more. */
  live: z.boolean(),
  /** False when more is stored than this shows: it is merged as requests go on, so ask again in a second. */
  complete: z.boolean(),
  /** When the recording expires. Null where there is none, and for as long as its session is pinned. */
  expiresAt: time.nullable(),
  /** In the order in which they were first heard of; the times are those of all that is known of the tab. */
  tabs: z.array(z.object({ tabId: z.uuid(), from: time, to: time })),
  segments: z.array(segmentSchema),
  pages: stored.pages,
  markers: stored.markers,
  markersCut: count,
  gaps: stored.gaps,
  /** Events and recorded events in each of 200 equal parts of the time; where a second is in two parts, shared. */
  activity: z.array(z.number().nonnegative()),
  dropped: z.array(droppedSchema),
})

/** Answer of `GET /api/v1/sessions/{sessionId}/replay`. */
export const replayAnswerSchema = z.object({ replay: replaySchema })

const sideTags = Object.keys(SIDE_SCHEMAS) as [SideTag, ...SideTag[]]

/** What `payload` holds says `SIDE_SCHEMAS` by the tag. */
export const sideEntrySchema = z.object({
  tabId: z.uuid(),
  at: time,
  tag: z.enum(sideTags),
  payload: z.record(z.string(), z.unknown()),
})

/** Answer of `GET /api/v1/sessions/{sessionId}/replay/side-events`, oldest first. */
export const sideEventListSchema = z.object({
  events: z.array(sideEntrySchema),
  nextCursor: z.string().nullable(),
})

export type Replay = z.infer<typeof replaySchema>
export type ReplaySegment = Replay['segments'][number]
export type ReplayDropped = Replay['dropped'][number]
export type SideEntry = z.infer<typeof sideEntrySchema>
export type SideEventList = z.infer<typeof sideEventListSchema>
