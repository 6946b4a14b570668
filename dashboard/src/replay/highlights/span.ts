// A stretch of a session: where a new one begins and ends, and how its ends move.
import { HIGHLIGHT_MIN_MS } from '../../../../core/limits.ts'
import type { Replay } from '../../../../core/replay/replay.ts'

/** Milliseconds since 1970, whole. */
export type Span = { from: number; to: number }

/** An address says it in whole milliseconds since a start that need not be one. */
export const isSameSpan = (one: Span, other: Span): boolean =>
  Math.abs(one.from - other.from) <= 1 && Math.abs(one.to - other.to) <= 1

type Bounds = Pick<Replay, 'from' | 'to'>

/** Milliseconds to either side of the moment that somebody found worth keeping: what led there, and what came of it. */
const AROUND_MS = 15_000

const within = (at: number, { from, to }: Bounds): number => Math.round(Math.min(to, Math.max(from, at)))

/** Of a session that is hardly longer than one: as long as there is. */
const atLeast = ({ from, to }: Span, bounds: Bounds): Span => {
  if (to - from >= HIGHLIGHT_MIN_MS) return { from, to }
  const start = Math.max(Math.round(bounds.from), Math.min(from, Math.round(bounds.to) - HIGHLIGHT_MIN_MS))
  return { from: start, to: start + HIGHLIGHT_MIN_MS }
}

export const spanAround = (at: number, bounds: Bounds): Span =>
  atLeast({ from: within(at - AROUND_MS, bounds), to: within(at + AROUND_MS, bounds) }, bounds)

/** From one moment to another, whichever is first: as they are dragged. */
export const spanBetween = (one: number, other: number, bounds: Bounds): Span =>
  atLeast({ from: within(Math.min(one, other), bounds), to: within(Math.max(one, other), bounds) }, bounds)

/** One end at a moment. The other stays where it is, unless the span would be none: then it is as far off as usual. */
export const withEnd = (span: Span | null, end: 'from' | 'to', at: number, bounds: Bounds): Span => {
  const moment = within(at, bounds)
  if (end === 'from') {
    const to = span && span.to - moment >= HIGHLIGHT_MIN_MS ? span.to : moment + 2 * AROUND_MS
    return atLeast({ from: moment, to: within(to, bounds) }, bounds)
  }
  const from = span && moment - span.from >= HIGHLIGHT_MIN_MS ? span.from : moment - 2 * AROUND_MS
  return atLeast({ from: within(from, bounds), to: moment }, bounds)
}
