// How a segment lies in its file: a line with the snapshot it begins with, then a line for each batch, or part of one.
import * as z from 'zod'
import type { ReplayEvent } from './recording-format.ts'

const eventSchema = z.custom<ReplayEvent>()

export const segmentHeadSchema = z.object({
  v: z.literal(1),
  tabId: z.uuid(),
  format: z.string(),
  /** Made here. A player that comes from the segment before leaves it out. Empty where nothing was there to fold. */
  snapshot: z.array(eventSchema),
})

export const segmentLineSchema = z.object({
  seq: z.number().int().nonnegative(),
  /** Milliseconds that were added to the page's own times; `events` are on our clock. */
  shiftMs: z.number(),
  events: z.array(eventSchema),
})

export type SegmentHead = z.infer<typeof segmentHeadSchema>
export type SegmentLine = z.infer<typeof segmentLineSchema>
export type SegmentFile = { head: SegmentHead; lines: SegmentLine[] }

/** The events as the page recorded them. */
export const pageEventsOf = ({ shiftMs, events }: SegmentLine): ReplayEvent[] =>
  events.map((event) => ({ ...event, timestamp: event.timestamp - shiftMs }))
