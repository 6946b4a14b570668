// The figures of a range at a glance.
import * as z from 'zod'
import { bounceModeSchema, figuresOf, figuresSchema, toFigures } from '../figures.ts'
import { askedSessions, needsEdgesOnly, question, questionShape } from '../question.ts'
import { sql } from '../sql.ts'

export const overview = question({
  name: 'overview',
  summary: 'Visitors, sessions, views, bounces and durations of a range',
  params: z.strictObject({ ...questionShape, bounceMode: bounceModeSchema }),
  row: figuresSchema,
  statement: (asking) => ({
    edgesOnly: needsEdgesOnly(asking),
    tables: { asked: askedSessions(asking) },
    select: sql`SELECT ${figuresOf(asking.params.bounceMode)} FROM asked`,
  }),
  rows: ([row]) => [toFigures(row)],
})
