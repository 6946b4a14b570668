// The figures of each interval of a range: none is left out, and days are those of the time zone.
import * as z from 'zod'
import { bucketOf, bucketStarts, fittingInterval } from '../buckets.ts'
import { bounceModeSchema, figuresOf, figuresShape, toFigures } from '../figures.ts'
import { looksAtEvents } from '../filter.ts'
import { type Asking, askedSessions, question, questionShape } from '../question.ts'
import type { Range } from '../range.ts'
import { type Sql, sql } from '../sql.ts'
import { type Interval, intervals } from '../zoned-time.ts'

const params = z.strictObject({
  ...questionShape,
  bounceMode: bounceModeSchema,
  /** One that a chart can show, unless it is said. */
  interval: z.enum(intervals).optional(),
})

const startsOf = (range: Range, interval: Interval | undefined): number[] =>
  bucketStarts(range, interval ?? fittingInterval(range))

/**
 * Rows to be counted by `bucket`, where `began` holds only in the one in which the session began. There it has an event,
 * its first one; but that may not be among those that are asked for, and the session counts there all the same.
 */
const placed = (asking: Asking<z.infer<typeof params>>, began: Sql): Sql => {
  const columns = sql`views, own_events, engaged_ms, duration_ms`
  if (!looksAtEvents(asking.params.filter))
    return sql`
      SELECT value AS bucket, person, asked_views, asked_events, began AND value = ${began} AS began, ${columns}
      FROM asked`
  return sql`
      SELECT value AS bucket, person, asked_views, asked_events, false AS began, ${columns} FROM asked
      UNION ALL
      SELECT ${began}, NULL, 0, 0, true, ${columns}
      FROM (SELECT *, row_number() OVER (PARTITION BY session_id ORDER BY value) AS place FROM asked WHERE began) a
      WHERE place = 1`
}

export const timeline = question({
  name: 'timeline',
  summary: 'The same figures for each minute, hour, day, week or month of a range',
  params,
  row: z.object({
    /** Milliseconds since 1970; the first interval may begin before the range. */
    start: z.number().int(),
    ...figuresShape,
  }),
  statement: (asking) => {
    const starts = startsOf(asking.range, asking.params.interval)
    return {
      tables: {
        asked: askedSessions(asking, bucketOf(sql`e.ts`, starts)),
        placed: placed(asking, bucketOf(sql`started_at`, starts)),
      },
      select: sql`SELECT bucket, ${figuresOf(asking.params.bounceMode)} FROM placed GROUP BY bucket`,
    }
  },
  rows: (found, { params, range }) => {
    const byBucket = new Map(found.map((row) => [Number(row['bucket']), row]))
    return startsOf(range, params.interval).map((start, index) => ({
      start,
      ...toFigures(byBucket.get(index)),
    }))
  },
})
