// What is stored of a finished session: its segments, and what a time line shows. A reader begins here.
import * as z from 'zod'

const time = z.number()
const count = z.number().int().nonnegative()

const resumeSchema = z.object({
  /** The tab's clock before the first event: what it added, and the time it stood at, null at the beginning. */
  shiftMs: z.number(),
  latest: time.nullable(),
  /** Steps of the tab that were skipped before. */
  skipped: count,
  /** Characters recorded in it. */
  chars: count,
  /** Its events in each second, from the one on in which it begins. */
  activity: z.array(count),
})

const segmentSchema = z.object({
  /** Of the segment, and of its file below the folder of this merge, unless it is packed. */
  name: z.string(),
  /** The file that it shares with its neighbours, below that folder, and the byte of it that it begins at. */
  pack: z.object({ file: z.string(), from: count }).optional(),
  /** The merge whose folder that is, if it is an earlier one: a segment that stands is left where it is. */
  merge: z.string().optional(),
  tabId: z.uuid(),
  format: z.string(),
  from: time,
  to: time,
  /** The batches it has events of, first and last; a batch may reach into the next segment. */
  seqs: z.tuple([count, count]),
  /** Compressed: of its file, or of its part of the pack. */
  bytes: count,
  /** Events of the page, and of the snapshot before them that was made here. */
  events: count,
  snapshotEvents: count,
  /**
   * How much of the page is there when the segment begins. `none`: recording began in its middle, or its format is not
   * folded. `partial`: a batch is missing since the page was last recorded whole.
   */
  picture: z.enum(['whole', 'partial', 'none']),
  /** What a later merge needs to go on from here; segments of older versions have none of it. */
  resume: resumeSchema.optional(),
})

const tabSchema = z.object({
  tabId: z.uuid(),
  /** The batches that are merged, as ranges of `seq`; what lies between two of them never came. */
  seqs: z.array(z.tuple([count, count])),
  /** Milliseconds by which the page's clock was brought to ours. */
  clockOffsetMs: z.number(),
  /** Recorded events without a usable time, which nobody could place. */
  dropped: count,
  /** Steps that named unknown nodes or went beyond a limit, and were left out of snapshots. */
  skipped: count,
  /** Recorded events beyond what is merged of one session. */
  cut: count,
})

const pageSchema = z.object({ tabId: z.uuid(), url: z.string(), from: time, to: time })

const markerSchema = z.object({
  ts: time,
  kind: z.enum(['page_view', 'click', 'rage_click', 'dead_click', 'error', 'network', 'recording', 'custom']),
  /** Of the event; of a request that failed its method, address and status. */
  name: z.string(),
  tabId: z.uuid(),
  /** Null of a request: only the recording tells of it. */
  eventId: z.uuid().nullable(),
})

const leftSchema = z.object({
  what: z.enum(['paused', 'left_out']),
  tabId: z.uuid(),
  reason: z.string(),
  count,
})

export const replayManifestSchema = z.object({
  v: z.literal(1),
  projectId: z.string(),
  sessionId: z.uuid(),
  /** Names the folder of this merge: another set of batches makes another. */
  merge: z.string(),
  /** The merge that this one replaced, whose folder may still be there. */
  replaced: z.string().nullable(),
  from: time,
  to: time,
  durationMs: z.number(),
  batches: count,
  events: count,
  tabs: z.array(tabSchema),
  segments: z.array(segmentSchema),
  pages: z.array(pageSchema),
  markers: z.array(markerSchema),
  /** Clicks that found no room among the markers. */
  markersCut: count,
  /** Times in which nothing came from any tab. */
  gaps: z.array(z.object({ from: time, to: time })),
  /** Objects that could not be read, and were left where they are. */
  unreadableParts: count,
  /** Events and recorded events in each of some equal parts of the time. */
  activity: z.array(z.number().nonnegative()).optional(),
  /** Side events that stand in the file of their own; absent where there is none yet. */
  sideEvents: count.optional(),
  /** What the recorder itself says that it left out. */
  left: z.array(leftSchema).optional(),
  /** Files of earlier merges, below the folder of replays, that no segment needs any more: they go after this is written. */
  stale: z.array(z.string()).optional(),
})

export type ReplayManifest = z.infer<typeof replayManifestSchema>
export type SegmentEntry = z.infer<typeof segmentSchema>
export type TabEntry = z.infer<typeof tabSchema>
export type PageEntry = z.infer<typeof pageSchema>
export type Left = z.infer<typeof leftSchema>
export type Marker = z.infer<typeof markerSchema>
