// The names of events with their counts.
import * as z from 'zod'
import { ANALYTICS_ROWS_MAX } from '../../limits.ts'
import { askedSessions, question, questionShape } from '../question.ts'
import { sql } from '../sql.ts'

export const events = question({
  name: 'events',
  summary: 'The names of events with how often, by how many and in how many sessions they happened',
  params: z.strictObject({
    ...questionShape,
    limit: z.number().int().min(1).max(ANALYTICS_ROWS_MAX).default(100),
    offset: z.number().int().min(0).max(100_000).default(0),
  }),
  row: z.object({
    name: z.string(),
    count: z.number().int(),
    /** Persons. */
    visitors: z.number().int(),
    /** Identified ones among them. */
    users: z.number().int(),
    /** Sessions that have one in the range, whenever they began. */
    sessions: z.number().int(),
  }),
  statement: (asking) => ({
    tables: { asked: askedSessions(asking, sql`e.name`) },
    select: sql`
      SELECT value AS name, sum(asked_events) AS count, count(DISTINCT person) AS visitors,
        count(DISTINCT CASE WHEN is_user THEN person END) AS users, count(*) AS sessions
      FROM asked GROUP BY value ORDER BY 2 DESC, 1
      OFFSET ${asking.params.offset} LIMIT ${asking.params.limit}`,
  }),
})
