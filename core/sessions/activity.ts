// When a session was busy: events per column of time, at most sixty columns, whatever its length.
import * as z from 'zod'
import { SESSION_MAX_ACTIVITY } from '../limits.ts'

export const activitySchema = z.object({
  /** Width of a column: a power of two, and columns begin at multiples of it, so that any order of events gives the same. */
  minutes: z.number().int().positive(),
  /** When the first column begins, milliseconds since 1970. */
  from: z.number().int(),
  counts: z.array(z.number().int()),
})

export type Activity = z.infer<typeof activitySchema>

export const NO_ACTIVITY: Activity = { minutes: 1, from: 0, counts: [] }

const MINUTE_MS = 60_000

export const countActivity = (activity: Activity, ts: number): Activity => {
  const empty = activity.counts.length === 0
  const width = activity.minutes * MINUTE_MS
  const first = empty ? Math.floor(ts / width) : activity.from / width
  const at = Math.floor(ts / width)
  const begin = Math.min(first, at)
  const end = Math.max(first + activity.counts.length - 1, at)
  if (end - begin >= SESSION_MAX_ACTIVITY) return countActivity(widened(activity), ts)
  const counts = [
    ...Array<number>(first - begin).fill(0),
    ...activity.counts,
    ...Array<number>(Math.max(0, end - (first + activity.counts.length) + 1)).fill(0),
  ]
  counts[at - begin] = (counts[at - begin] ?? 0) + 1
  return { minutes: activity.minutes, from: begin * width, counts }
}

const widened = ({ minutes, from, counts }: Activity): Activity => {
  const width = minutes * MINUTE_MS
  const first = Math.floor(from / (2 * width))
  const wide: number[] = []
  for (const [index, count] of counts.entries()) {
    const at = Math.floor((from / width + index) / 2) - first
    wide[at] = (wide[at] ?? 0) + count
  }
  return { minutes: 2 * minutes, from: first * 2 * width, counts: wide }
}
