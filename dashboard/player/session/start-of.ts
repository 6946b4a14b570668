// From where in a segment a moment is reached soonest: from the snapshot that the segment begins with, or from a later
// one of the page's own.
import { recordOf } from '../../../core/replay/read-json.ts'
import { EVENT, type ReplayEvent } from '../../../core/replay/recording-format.ts'
import type { SegmentContent } from './read-segment.ts'
import type { Source } from './sources.ts'

export type Start = {
  /** Applied first. */
  first: readonly ReplayEvent[]
  /** Then the page's events, from here up to this time. */
  next: number
  until: number
}

export const startOf = (source: Source, { snapshot, events }: SegmentContent, at: number): Start => {
  // Before anything was recorded, the first picture is better than none.
  const until = at < source.from ? firstPicture(events) : at
  let meta: ReplayEvent | undefined
  let start: Start = { first: snapshot, next: 0, until }
  for (let index = 0; index < events.length; index++) {
    const event = events[index] as ReplayEvent
    if (event.timestamp > until) break
    if (event.type === EVENT.meta) meta = event
    else if (isPicture(event)) start = { first: meta ? [meta] : [], next: index, until }
  }
  return start
}

const isPicture = ({ type, data }: ReplayEvent): boolean =>
  type === EVENT.fullSnapshot && recordOf(recordOf(data)?.['node']) !== undefined

const firstPicture = (events: readonly ReplayEvent[]): number =>
  events.find(isPicture)?.timestamp ?? Number.NEGATIVE_INFINITY
