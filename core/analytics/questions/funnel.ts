// How many come through steps that follow one another, and where the others stay behind.
import * as z from 'zod'
import { dimensionOf, dimensionSchema } from '../dimensions.ts'
import { funnelShape, funnelTables } from '../funnel.ts'
import { question, questionShape } from '../question.ts'
import { percentile } from '../ranks.ts'
import { joined, named, sql } from '../sql.ts'

export const funnel = question({
  name: 'funnel',
  summary: 'How many come from each of two to eight steps to the next, and how fast',
  params: z.strictObject({
    ...questionShape,
    ...funnelShape,
    /** By its value when the first step was done first. */
    dimension: dimensionSchema.optional(),
    /** Values, those with most at the first step. */
    limit: z.number().int().min(1).max(50).default(10),
  }),
  row: z.object({
    /** Null without a dimension, and where there was no value. */
    value: z.string().nullable(),
    /** From 1. */
    step: z.number().int(),
    count: z.number().int(),
    /** Of those at the step before, how many did not come. */
    dropped: z.number().int(),
    /** 0 to 1; null where nobody was. */
    fromFirst: z.number().nullable(),
    fromPrevious: z.number().nullable(),
    /** Milliseconds since the step before; null at the first step, and where nobody came. */
    medianMs: z.number().nullable(),
  }),
  statement: (asking) => {
    const { steps, dimension, limit } = asking.params
    const taken = steps.map((_, at) => {
      const took = named(`took_${at + 1}`)
      return sql`SELECT value, ${at + 1} AS step, ${took} AS took FROM units WHERE ${took} IS NOT NULL`
    })
    return {
      tables: {
        ...funnelTables(asking, dimension === undefined ? sql`NULL` : dimensionOf(dimension).expression),
        taken: joined(taken, sql` UNION ALL `),
        ranked: sql`
          SELECT value, step, took, row_number() OVER (PARTITION BY value, step ORDER BY took) AS place,
            count(*) OVER (PARTITION BY value, step) AS total
          FROM taken`,
        counted: sql`
          SELECT value, step, count(*) AS units, ${percentile(sql`took`, 50)} AS median FROM ranked GROUP BY 1, 2`,
        among: sql`
          SELECT *, max(CASE WHEN step = 1 THEN units END) OVER (PARTITION BY value) AS entered FROM counted`,
        listed: sql`SELECT *, dense_rank() OVER (ORDER BY entered DESC, value) AS position FROM among`,
      },
      select: sql`
        SELECT value, step, units, median, position FROM listed WHERE position <= ${limit} ORDER BY position, step`,
    }
  },
  rows: (found, { params }) =>
    [...Map.groupBy(found, (row) => row['position'])].flatMap(([, own]) => {
      const of = (step: number) => own.find((row) => Number(row['step']) === step)
      const count = (step: number): number => Number(of(step)?.['units'] ?? 0)
      const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole)
      return params.steps.map((_, at) => ({
        value: (own[0]?.['value'] ?? null) as string | null,
        step: at + 1,
        count: count(at + 1),
        dropped: at === 0 ? 0 : count(at) - count(at + 1),
        fromFirst: share(count(at + 1), count(1)),
        fromPrevious: at === 0 ? share(count(1), count(1)) : share(count(at + 1), count(at)),
        medianMs: at === 0 || !of(at + 1) ? null : Number(of(at + 1)?.['median']),
      }))
    }),
})
