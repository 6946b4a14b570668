// What people make of pages: how long they look at them, how far down they come, what they press.
import * as z from 'zod'
import { ANALYTICS_ROWS_MAX } from '../../limits.ts'
import { countIf } from '../dialect.ts'
import { propertyNumber } from '../property-number.ts'
import { askedEvents, question, questionShape } from '../question.ts'
import { joined, named, sql } from '../sql.ts'

/** Milliseconds (a day): no session is longer. */
const VISIBLE_MAX = 86_400_000

const DEPTHS = [25, 50, 75, 100] as const

const share = z.number().nullable()

export const engagement = question({
  name: 'engagement',
  summary: 'Time on each page, how far it was scrolled, and how often its content was clicked',
  params: z.strictObject({
    ...questionShape,
    limit: z.number().int().min(1).max(ANALYTICS_ROWS_MAX).default(100),
    offset: z.number().int().min(0).max(100_000).default(0),
  }),
  row: z.object({
    page: z.string(),
    views: z.number().int(),
    visitors: z.number().int(),
    /** Milliseconds in sight, on average of those who left it; null while nobody did. */
    visibleMs: z.number().nullable(),
    /** Percent of the page that was seen, on average. */
    depth: z.number().nullable(),
    /** Shares of those who came so far down, 0 to 1. */
    reached25: share,
    reached50: share,
    reached75: share,
    reached100: share,
    contentClicks: z.number().int(),
    /** Of the views; null without one. */
    contentClickRate: z.number().nullable(),
  }),
  statement: (asking) => ({
    tables: {
      told: sql`
        SELECT e.path AS page, e.is_view, e.name, s.person,
          CASE WHEN e.name = 'page_leave' THEN ${propertyNumber('visibleMs', VISIBLE_MAX)} END AS visible,
          CASE WHEN e.name = 'page_leave' THEN ${propertyNumber('depth', 100)} END AS depth
        FROM ${askedEvents(asking)} AND e.path IS NOT NULL
          AND (e.is_view OR e.name IN ('page_leave', 'content_click'))`,
    },
    select: sql`
      SELECT page, ${countIf(sql`is_view`)} AS views, count(DISTINCT person) AS visitors,
        count(visible) AS timed, coalesce(sum(visible), 0) AS visible_sum,
        count(depth) AS scrolled, coalesce(sum(depth), 0) AS depth_sum, ${joined(
          DEPTHS.map((depth) => sql`${countIf(sql`depth >= ${depth}`)} AS ${named(`reached${depth}`)}`),
          sql`, `,
        )},
        ${countIf(sql`name = 'content_click'`)} AS content_clicks
      FROM told GROUP BY page ORDER BY 2 DESC, 1
      OFFSET ${asking.params.offset} LIMIT ${asking.params.limit}`,
  }),
  rows: (found) =>
    found.map((row) => {
      const of = (name: string): number => Number(row[name])
      const mean = (sum: string, count: string) => (of(count) === 0 ? null : of(sum) / of(count))
      return {
        page: String(row['page']),
        views: of('views'),
        visitors: of('visitors'),
        visibleMs: mean('visible_sum', 'timed'),
        depth: mean('depth_sum', 'scrolled'),
        reached25: mean('reached25', 'scrolled'),
        reached50: mean('reached50', 'scrolled'),
        reached75: mean('reached75', 'scrolled'),
        reached100: mean('reached100', 'scrolled'),
        contentClicks: of('content_clicks'),
        contentClickRate: mean('content_clicks', 'views'),
      }
    }),
})
