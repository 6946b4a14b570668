// The intervals of a range: where each begins, and the SQL that says which one a moment is in, across changes of the clock.
import { AppError } from '../errors.ts'
import { ANALYTICS_BUCKETS_MAX } from '../limits.ts'
import { divided } from './dialect.ts'
import type { Range } from './range.ts'
import { joined, type Sql, sql } from './sql.ts'
import { type Interval, nextInterval, offsetAt, startOfInterval } from './zoned-time.ts'

const DAY_MS = 86_400_000

/** The start of each; the first may begin before the range. */
export const bucketStarts = ({ from, to, timeZone }: Range, interval: Interval): number[] => {
  const starts: number[] = []
  for (
    let start = startOfInterval(from, interval, timeZone);
    start < to;
    start = nextInterval(start, interval, timeZone)
  ) {
    if (starts.length === ANALYTICS_BUCKETS_MAX)
      throw new AppError('invalid-request', 400, 'The body is not what this route takes.', {
        fields: [
          {
            field: 'interval',
            message: `must be so long that at most ${ANALYTICS_BUCKETS_MAX} fit into the range`,
          },
        ],
      })
    starts.push(start)
  }
  return starts
}

/** Such as a chart can show. */
export const fittingInterval = ({ from, to }: Range): Interval => {
  const days = (to - from) / DAY_MS
  if (days <= 1 / 12) return 'minute'
  if (days <= 2) return 'hour'
  if (days <= 93) return 'day'
  return days <= 370 ? 'week' : 'month'
}

/** Runs of intervals of one length: nearly all of them, since clocks change twice a year. */
type Run = { start: number; size: number; index: number }

const runsOf = (starts: number[]): Run[] => {
  const runs: Run[] = []
  for (const [index, start] of starts.entries()) {
    const size = (starts[index + 1] ?? Number.POSITIVE_INFINITY) - start
    if (runs.at(-1)?.size !== size) runs.push({ start, size, index })
  }
  return runs
}

/** The index of the interval that holds the moment. */
export const bucketOf = (moment: Sql, starts: number[]): Sql => {
  const runs = runsOf(starts)
  const indexIn = ({ start, size, index }: Run): Sql =>
    Number.isFinite(size) ? sql`${divided(sql`(${moment} - ${start})`, size)} + ${index}` : sql`${index}`
  const [last] = runs.slice(-1)
  if (!last) return sql`0`
  const before = runs.slice(0, -1).map((run, at) => {
    const end = runs[at + 1]?.start ?? 0
    return sql`WHEN ${moment} < ${end} THEN ${indexIn(run)}`
  })
  return before.length === 0 ? indexIn(last) : sql`CASE ${joined(before, sql` `)} ELSE ${indexIn(last)} END`
}

/** What is to be added to a moment of the range for what the clocks of its zone show then. */
export const offsetsIn = (moment: Sql, { from, to, timeZone }: Range): Sql => {
  const periods: { until: number; offset: number }[] = []
  let offset = offsetAt(from, timeZone)
  for (let at = from; at < to; at = Math.min(at + DAY_MS, to)) {
    const next = Math.min(at + DAY_MS, to)
    const after = offsetAt(next, timeZone)
    if (after === offset) continue
    let [before, changed] = [at, next]
    while (changed - before > 1) {
      const middle = Math.floor((before + changed) / 2)
      if (offsetAt(middle, timeZone) === offset) before = middle
      else changed = middle
    }
    periods.push({ until: changed, offset })
    offset = after
  }
  if (periods.length === 0) return sql`${offset}`
  const before = periods.map((period) => sql`WHEN ${moment} < ${period.until} THEN ${period.offset}`)
  return sql`CASE ${joined(before, sql` `)} ELSE ${offset} END`
}
