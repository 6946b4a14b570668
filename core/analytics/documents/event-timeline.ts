// Events over time, as older clients ask for them.
import * as z from 'zod'
import { bucketOf, bucketStarts } from '../buckets.ts'
import { askedSessions, question, questionShape } from '../question.ts'
import { sql } from '../sql.ts'
import { intervals } from '../zoned-time.ts'

export const eventTimelineRowSchema = z.object({
  timestamp: z.iso.datetime(),
  count: z.number().int(),
  uniqueUsers: z.number().int(),
  uniqueSessions: z.number().int(),
})

export const eventTimeline = question({
  name: 'event-timeline',
  summary: 'Events over time',
  params: z.strictObject({ ...questionShape, interval: z.enum(intervals) }),
  row: eventTimelineRowSchema,
  statement: (asking) => ({
    tables: {
      asked: askedSessions(asking, bucketOf(sql`e.ts`, bucketStarts(asking.range, asking.params.interval))),
    },
    select: sql`
      SELECT value AS bucket, sum(asked_events) AS total, count(DISTINCT person) AS users, count(DISTINCT session_id) AS sessions
      FROM asked GROUP BY value`,
  }),
  rows: (found, { params, range }) => {
    const byBucket = new Map(found.map((row) => [Number(row['bucket']), row]))
    return bucketStarts(range, params.interval).map((start, index) => {
      const of = (name: string): number => Number(byBucket.get(index)?.[name] ?? 0)
      return {
        timestamp: new Date(start).toISOString(),
        count: of('total'),
        uniqueUsers: of('users'),
        uniqueSessions: of('sessions'),
      }
    })
  },
})
