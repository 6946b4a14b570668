// When something happened in a session, by the second: its span, where nothing came, and how much when.
import { REPLAY_ACTIVITY_SLOTS, REPLAY_GAP_MS } from '../limits.ts'
import type { SegmentEntry } from './manifest.ts'

export type Span = { from: number; to: number }

export type Activity = {
  note(ts: number): void
  /** The recorded events of a segment. */
  noteSegment(entry: Pick<SegmentEntry, 'from' | 'to' | 'resume'>): void
  span(): Span | undefined
  gaps(): Span[]
  /** Events in each of the equal parts of the span. */
  slots(): number[]
}

/** Remembers seconds, not events: a day has 86,400 of them. */
export const watchActivity = (): Activity => {
  const seconds = new Map<number, number>()
  let from = Number.POSITIVE_INFINITY
  let to = Number.NEGATIVE_INFINITY
  const stretch = (ts: number) => {
    from = Math.min(from, ts)
    to = Math.max(to, ts)
  }
  const count = (second: number, events: number) => {
    if (events > 0) seconds.set(second, (seconds.get(second) ?? 0) + events)
  }
  return {
    note: (ts) => {
      stretch(ts)
      count(Math.floor(ts / 1000), 1)
    },
    noteSegment: (entry) => {
      stretch(entry.from)
      stretch(entry.to)
      const first = Math.floor(entry.from / 1000)
      for (const [nth, events] of (entry.resume?.activity ?? []).entries()) count(first + nth, events)
    },
    span: () => (seconds.size > 0 ? { from, to } : undefined),
    gaps: () => {
      const sorted = [...seconds.keys()].sort((a, b) => a - b)
      return sorted.flatMap((second, at) => {
        const before = sorted[at - 1]
        const gap = before !== undefined && (second - before - 1) * 1000 >= REPLAY_GAP_MS
        return gap ? [{ from: (before + 1) * 1000, to: second * 1000 }] : []
      })
    },
    slots: () => (seconds.size > 0 ? spread(seconds, { from, to }) : []),
  }
}

/** A second that reaches over several slots is shared among them, so that short sessions show no comb. */
const spread = (seconds: ReadonlyMap<number, number>, { from, to }: Span): number[] => {
  const slots = Array.from({ length: REPLAY_ACTIVITY_SLOTS }, () => 0)
  const width = Math.max(to - from, 1) / slots.length
  for (const [second, events] of seconds) {
    const begin = (Math.max(second * 1000, from) - from) / width
    const end = Math.max((Math.min((second + 1) * 1000, to) - from) / width, begin)
    const last = slots.length - 1
    for (let slot = Math.min(Math.floor(begin), last); slot <= last && slot <= end; slot++) {
      const share = end > begin ? (Math.min(end, slot + 1) - Math.max(begin, slot)) / (end - begin) : 1
      slots[slot] = (slots[slot] ?? 0) + events * Math.max(share, 0)
    }
  }
  return slots.map((events) => Math.round(events * 100) / 100)
}
