// How the variants of an experiment do: who was shown which, and how many of them reached a goal afterwards.
import * as z from 'zod'
import { dimensionOf, dimensionSchema } from '../dimensions.ts'
import { askedEvents, question, questionShape } from '../question.ts'
import { sql } from '../sql.ts'
import { isStep, stepSchema } from '../step.ts'
import { wilsonInterval } from '../wilson.ts'

const share = z.number().nullable()

export const experiments = question({
  name: 'experiments',
  summary: 'How many of those who were shown each variant reach a goal, and how sure that is',
  params: z.strictObject({
    ...questionShape,
    goal: stepSchema,
    /** What says the variant: the option `ctaVariant` of the tracker, unless it is said. */
    variant: dimensionSchema.default('props.ctaVariant'),
    /** Variants, those with most visitors. */
    limit: z.number().int().min(1).max(50).default(20),
  }),
  row: z.object({
    variant: z.string(),
    /** The sample: who was shown this variant first. */
    visitors: z.number().int(),
    /** Those of them who reached the goal then or later. */
    converters: z.number().int(),
    /** 0 to 1, with the bounds between which it truly lies with 95 % (Wilson). */
    rate: share,
    low: share,
    high: share,
    /** How many were shown another one later: many of them blur the difference. */
    mixed: z.number().int(),
  }),
  statement: (asking) => {
    const { goal, variant, limit } = asking.params
    return {
      tables: {
        shown: sql`
          SELECT s.person, e.ts, e.event_id, CAST(${dimensionOf(variant).expression} AS VARCHAR) AS variant,
            ${isStep(goal)} AS reached
          FROM ${askedEvents(asking)}`,
        exposed: sql`
          SELECT person, min_by(variant, row(ts, event_id)) FILTER (WHERE variant IS NOT NULL) AS variant,
            min(CASE WHEN variant IS NOT NULL THEN ts END) AS since, count(DISTINCT variant) AS variants
          FROM shown GROUP BY person HAVING count(variant) > 0`,
        reaches: sql`SELECT person, max(ts) AS last_at FROM shown WHERE reached GROUP BY person`,
      },
      select: sql`
        SELECT x.variant, count(*) AS visitors, count(CASE WHEN r.last_at >= x.since THEN 1 END) AS converters,
          count(CASE WHEN x.variants > 1 THEN 1 END) AS mixed
        FROM exposed x LEFT JOIN reaches r ON r.person = x.person
        GROUP BY x.variant ORDER BY 2 DESC, 1 LIMIT ${limit}`,
    }
  },
  rows: (found) =>
    found.map((row) => {
      const [visitors, converters] = [Number(row['visitors']), Number(row['converters'])]
      const interval = wilsonInterval(converters, visitors)
      return {
        variant: String(row['variant']),
        visitors,
        converters,
        rate: visitors === 0 ? null : converters / visitors,
        low: interval?.low ?? null,
        high: interval?.high ?? null,
        mixed: Number(row['mixed']),
      }
    }),
})
