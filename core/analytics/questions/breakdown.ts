// The same figures by any dimension: pages, entries, exits, sources, campaigns, places, devices, languages, properties.
import * as z from 'zod'
import { ANALYTICS_ROWS_MAX } from '../../limits.ts'
import { dimensionOf, dimensionSchema } from '../dimensions.ts'
import { bounceModeSchema, figuresOf, figuresShape, toFigures } from '../figures.ts'
import { askedSessions, needsEdgesOnly, question, questionShape } from '../question.ts'
import { sql } from '../sql.ts'

const orders = {
  visitors: sql`visitors`,
  sessions: sql`sessions`,
  views: sql`views`,
  events: sql`events`,
}

export const breakdown = question({
  name: 'breakdown',
  summary: 'The figures by the values of a dimension, the greatest first',
  params: z.strictObject({
    ...questionShape,
    bounceMode: bounceModeSchema,
    dimension: dimensionSchema,
    orderBy: z.enum(['visitors', 'sessions', 'views', 'events']).default('visitors'),
    limit: z.number().int().min(1).max(ANALYTICS_ROWS_MAX).default(100),
    offset: z.number().int().min(0).max(100_000).default(0),
  }),
  row: z.object({
    /** Null where an event or a session has none. */
    value: z.string().nullable(),
    ...figuresShape,
  }),
  statement: (asking) => {
    const { dimension, orderBy, limit, offset, bounceMode } = asking.params
    const { of, expression } = dimensionOf(dimension)
    const figures = figuresOf(bounceMode)
    return {
      edgesOnly: of === 'session' && needsEdgesOnly(asking),
      tables: {
        asked:
          of === 'event'
            ? askedSessions(asking, expression)
            : sql`SELECT s.*, ${expression} AS value FROM (${askedSessions(asking)}) s`,
      },
      select: sql`
        SELECT CAST(value AS VARCHAR) AS value, ${figures} FROM asked
        GROUP BY 1 ORDER BY ${orders[orderBy]} DESC, 1
        OFFSET ${offset} LIMIT ${limit}`,
    }
  },
  rows: (found) =>
    found.map((row) => ({
      value: row['value'] === null ? null : String(row['value']),
      ...toFigures(row),
    })),
})
