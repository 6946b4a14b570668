// Where people click in anger, and where nothing comes of it.
import * as z from 'zod'
import { DEAD_CLICKS, RAGE_CLICKS } from '../../events/event-names.ts'
import { ANALYTICS_ROWS_MAX } from '../../limits.ts'
import { askedEvents, question, questionShape } from '../question.ts'
import { listed, sql } from '../sql.ts'

export const frustration = question({
  name: 'frustration',
  summary: 'Rage clicks and dead clicks by page and element',
  params: z.strictObject({
    ...questionShape,
    kind: z.enum(['rage', 'dead']).optional(),
    limit: z.number().int().min(1).max(ANALYTICS_ROWS_MAX).default(100),
    offset: z.number().int().min(0).max(100_000).default(0),
  }),
  row: z.object({
    kind: z.enum(['rage', 'dead']),
    page: z.string().nullable(),
    selector: z.string().nullable(),
    /** What the element said, one of it if that changed. */
    text: z.string().nullable(),
    count: z.number().int(),
    sessions: z.number().int(),
    visitors: z.number().int(),
    lastSeen: z.number().int(),
    /** In which it happened last: to be looked at there. */
    lastSessionId: z.string(),
  }),
  statement: (asking) => {
    const { kind, limit, offset } = asking.params
    const names = [...(kind === 'dead' ? [] : RAGE_CLICKS), ...(kind === 'rage' ? [] : DEAD_CLICKS)]
    return {
      tables: {
        clicks: sql`
          SELECT CASE WHEN e.name IN (${listed([...RAGE_CLICKS])}) THEN 'rage' ELSE 'dead' END AS kind,
            e.path AS page, e.target_selector AS selector, e.target_text AS text, e.session_id, e.ts, e.event_id, s.person
          FROM ${askedEvents(asking)} AND e.name IN (${listed(names)})`,
      },
      select: sql`
        SELECT kind, page, selector, max(text) AS text, count(*) AS clicks, count(DISTINCT session_id) AS sessions,
          count(DISTINCT person) AS visitors, max(ts) AS last_seen,
          max_by(session_id, row(ts, event_id)) AS last_session_id
        FROM clicks GROUP BY kind, page, selector
        ORDER BY 5 DESC, 1, 2, 3
        OFFSET ${offset} LIMIT ${limit}`,
    }
  },
  rows: (found) =>
    found.map(({ clicks, last_seen, last_session_id, ...row }) => ({
      ...(row as Named),
      count: Number(clicks),
      lastSeen: Number(last_seen),
      lastSessionId: String(last_session_id),
    })),
})

type Named = {
  kind: 'rage' | 'dead'
  page: string | null
  selector: string | null
  text: string | null
  sessions: number
  visitors: number
}
