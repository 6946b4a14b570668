// What users did: the activity log, the newest first.
import * as z from 'zod'
import { ANALYTICS_ACTIVITY_TTL_SECONDS } from '../../limits.ts'
import { inRange, question, questionShape } from '../question.ts'
import { sql } from '../sql.ts'

const rowSchema = z.object({
  total: z.number().int(),
  id: z.string().nullable(),
  userId: z.string().nullable(),
  action: z.string(),
  targetType: z.string().nullable(),
  targetId: z.string().nullable(),
  ts: z.number(),
  props: z.string(),
})

export type ActivityRow = z.infer<typeof rowSchema>

const textOf = (value: unknown): string | null =>
  value === null || value === undefined ? null : String(value)

/** One row at least: the total stands in each, and in one without an `id` where no activity is left of the page. */
export const userActivity = question({
  name: 'user-activity',
  summary: 'What users did',
  params: z.strictObject({
    ...questionShape,
    userId: z.string().optional(),
    action: z.string().optional(),
    limit: z.number().int(),
    offset: z.number().int(),
  }),
  row: rowSchema,
  openTtlSeconds: ANALYTICS_ACTIVITY_TTL_SECONDS,
  statement: ({ params, range }) => {
    const { userId, action, limit, offset } = params
    return {
      tables: {
        done: sql`
          SELECT e.event_id, e.user_id, e.name, e.target_type, e.target_id, e.ts, e.props FROM events e
          WHERE e.activity AND ${inRange(sql`e.ts`, range)}
            AND ${userId === undefined ? sql`true` : sql`e.user_id = ${userId}`}
            AND ${action === undefined ? sql`true` : sql`e.name = ${action}`}`,
        counted: sql`SELECT count(*) AS total FROM done`,
        page: sql`SELECT * FROM done ORDER BY ts DESC, event_id OFFSET ${offset} LIMIT ${limit}`,
      },
      select: sql`SELECT counted.total, page.* FROM counted LEFT JOIN page ON true ORDER BY page.ts DESC, page.event_id`,
    }
  },
  rows: (found) =>
    found.map((row) => ({
      total: Number(row['total']),
      id: textOf(row['event_id']),
      userId: textOf(row['user_id']),
      action: String(row['name']),
      targetType: textOf(row['target_type']),
      targetId: textOf(row['target_id']),
      ts: Number(row['ts'] ?? 0),
      props: textOf(row['props']) ?? '{}',
    })),
})
