// What went wrong in pages: errors with the same message from the same place are one.
import * as z from 'zod'
import { ERRORS } from '../../events/event-names.ts'
import { ANALYTICS_ROWS_MAX } from '../../limits.ts'
import { jsonText } from '../dialect.ts'
import { askedEvents, question, questionShape } from '../question.ts'
import { listed, type Sql, sql } from '../sql.ts'

const said = (name: string): Sql => jsonText(sql`e.props`, [name])

export const errors = question({
  name: 'errors',
  summary: 'Errors by message and place, with how often, in how many sessions and to how many they happened',
  params: z.strictObject({
    ...questionShape,
    orderBy: z.enum(['count', 'visitors', 'lastSeen']).default('count'),
    limit: z.number().int().min(1).max(ANALYTICS_ROWS_MAX).default(100),
    offset: z.number().int().min(0).max(100_000).default(0),
  }),
  row: z.object({
    message: z.string().nullable(),
    type: z.string().nullable(),
    /** Address of the script, with the line in it; null where the browser did not tell. */
    source: z.string().nullable(),
    line: z.string().nullable(),
    count: z.number().int(),
    sessions: z.number().int(),
    visitors: z.number().int(),
    firstSeen: z.number().int(),
    lastSeen: z.number().int(),
    /** In which it was seen last: to be looked at there. */
    lastSessionId: z.string(),
  }),
  statement: (asking) => {
    const { orderBy, limit, offset } = asking.params
    const order = { count: sql`5`, visitors: sql`7`, lastSeen: sql`9` }[orderBy]
    return {
      tables: {
        thrown: sql`
          SELECT ${said('message')} AS message, ${said('type')} AS type, ${said('source')} AS source,
            ${said('line')} AS line, e.session_id, e.ts, e.event_id, s.person
          FROM ${askedEvents(asking)} AND e.name IN (${listed([...ERRORS])})`,
      },
      select: sql`
        SELECT message, type, source, line, count(*) AS errors, count(DISTINCT session_id) AS sessions,
          count(DISTINCT person) AS visitors, min(ts) AS first_seen, max(ts) AS last_seen,
          max_by(session_id, row(ts, event_id)) AS last_session_id
        FROM thrown GROUP BY message, type, source, line
        ORDER BY ${order} DESC, 5 DESC, 1, 2, 3, 4
        OFFSET ${offset} LIMIT ${limit}`,
    }
  },
  rows: (found) =>
    found.map(({ errors, first_seen, last_seen, last_session_id, ...row }) => ({
      ...(row as Named),
      count: Number(errors),
      firstSeen: Number(first_seen),
      lastSeen: Number(last_seen),
      lastSessionId: String(last_session_id),
    })),
})

type Named = {
  message: string | null
  type: string | null
  source: string | null
  line: string | null
  sessions: number
  visitors: number
}
