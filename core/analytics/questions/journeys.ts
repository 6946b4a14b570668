// The ways that sessions take through pages, from one on or to one: what a Sankey diagram shows.
import * as z from 'zod'
import { NOT_OWN_EVENT } from '../../events/event-names.ts'
import { JOURNEY_STEPS_MAX } from '../../limits.ts'
import { matchesPattern } from '../dialect.ts'
import { type Asking, askedEvents, question, questionShape } from '../question.ts'
import { type Sql, sql } from '../sql.ts'
import { isPath } from '../step.ts'

const params = z.strictObject({
  ...questionShape,
  /** Views of pages, or views and the events that the site tells of itself. */
  of: z.enum(['pages', 'events']).default('pages'),
  direction: z.enum(['forwards', 'backwards']).default('forwards'),
  /** A page, `*` in it stands for anything, or the name of an event; where sessions begin or end, unless it is said. */
  start: z.string().min(1).max(500).optional(),
  depth: z.number().int().min(2).max(JOURNEY_STEPS_MAX).default(4),
  /** Nodes of a step; all others are one. */
  limit: z.number().int().min(1).max(50).default(8),
})

const taken = (asking: Asking<z.infer<typeof params>>): { where: Sql; value: Sql } =>
  asking.params.of === 'pages'
    ? { where: sql`e.is_view AND e.path IS NOT NULL`, value: sql`e.path` }
    : {
        where: sql`(e.is_view OR NOT ${matchesPattern(sql`e.name`, sql`${NOT_OWN_EVENT}`)})`,
        value: sql`CASE WHEN e.is_view THEN 'page_view' ELSE e.name END`,
      }

export const journeys = question({
  name: 'journeys',
  summary:
    'The ways of sessions through pages or events, from one on or back from one, with who goes no further',
  params,
  row: z.object({
    kind: z.enum(['node', 'link']),
    /** From 1, in the direction asked for; a link leads on from it. */
    step: z.number().int(),
    /** Null is all that are not among the greatest. */
    value: z.string().nullable(),
    /** Of a link, the value at the step after. */
    target: z.string().nullable(),
    sessions: z.number().int(),
    /** Of a node: sessions that went no further, or came from nowhere else; 0 of a link. */
    ended: z.number().int(),
  }),
  statement: (asking) => {
    const { direction, start, depth, limit, of } = asking.params
    const { where, value } = taken(asking)
    const order = direction === 'forwards' ? sql`ts, event_id` : sql`ts DESC, event_id DESC`
    const isStart =
      start === undefined
        ? sql`place = 1`
        : of === 'pages'
          ? isPath(sql`value`, start)
          : sql`value = ${start}`
    return {
      tables: {
        passed: sql`SELECT e.session_id, e.ts, e.event_id, ${value} AS value FROM ${askedEvents(asking)} AND ${where}`,
        moved: sql`
          SELECT * FROM (
            SELECT *, lag(value) OVER (PARTITION BY session_id ORDER BY ${order}) AS before FROM passed
          ) p WHERE before IS NULL OR before <> value`,
        placed: sql`
          SELECT session_id, value, row_number() OVER (PARTITION BY session_id ORDER BY ${order}) AS place,
            lead(value) OVER (PARTITION BY session_id ORDER BY ${order}) IS NULL AS ended
          FROM moved`,
        starts: sql`SELECT session_id, min(place) AS place FROM placed WHERE ${isStart} GROUP BY session_id`,
        walked: sql`
          SELECT p.session_id, p.value, p.ended, p.place - t.place + 1 AS step
          FROM placed p JOIN starts t ON t.session_id = p.session_id
          WHERE p.place >= t.place AND p.place - t.place < ${depth}`,
        ranked: sql`
          SELECT step, value, row_number() OVER (PARTITION BY step ORDER BY count(*) DESC, value) AS rank_in_step
          FROM walked GROUP BY step, value`,
        folded: sql`
          SELECT w.session_id, w.step, w.ended, CASE WHEN r.rank_in_step <= ${limit} THEN w.value END AS value
          FROM walked w JOIN ranked r ON r.step = w.step AND r.value = w.value`,
      },
      select: sql`
        SELECT 'node' AS kind, step, value, CAST(NULL AS VARCHAR) AS target, count(*) AS sessions,
          count(CASE WHEN ended THEN 1 END) AS ended
        FROM folded GROUP BY step, value
        UNION ALL
        SELECT 'link', a.step, a.value, b.value, count(*), 0
        FROM folded a JOIN folded b ON b.session_id = a.session_id AND b.step = a.step + 1
        GROUP BY a.step, a.value, b.value
        ORDER BY 2, 1 DESC, 5 DESC, 3, 4`,
    }
  },
})
