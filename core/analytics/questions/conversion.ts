// How many of the visitors reach goals.
import * as z from 'zod'
import { GOALS_MAX } from '../../limits.ts'
import { countIf } from '../dialect.ts'
import { dimensionOf, dimensionSchema } from '../dimensions.ts'
import { askedEvents, question, questionShape } from '../question.ts'
import { joined, named, sql } from '../sql.ts'
import { isStep, stepSchema } from '../step.ts'

export const conversion = question({
  name: 'conversion',
  summary: 'How many of the visitors reach each of some goals, an event or a page',
  params: z.strictObject({
    ...questionShape,
    goals: z.array(stepSchema).min(1).max(GOALS_MAX),
    dimension: dimensionSchema.optional(),
    /** Values, those with most visitors. */
    limit: z.number().int().min(1).max(200).default(20),
  }),
  row: z.object({
    /** Null without a dimension, and where there was no value. */
    value: z.string().nullable(),
    /** Which of the goals, from 0. */
    goal: z.number().int(),
    /** All that are asked for, whatever they reached. */
    visitors: z.number().int(),
    converters: z.number().int(),
    /** How often the goal was reached. */
    conversions: z.number().int(),
    /** Converters of the visitors, 0 to 1; null without visitors. */
    rate: z.number().nullable(),
  }),
  statement: (asking) => {
    const { goals, dimension, limit } = asking.params
    const value = dimension === undefined ? sql`NULL` : dimensionOf(dimension).expression
    const is = (goal: number) => named(`is_${goal}`)
    return {
      tables: {
        seen: sql`
          SELECT s.person, CAST(${value} AS VARCHAR) AS value, ${joined(
            goals.map((goal, at) => sql`${isStep(goal)} AS ${is(at)}`),
            sql`, `,
          )}
          FROM ${askedEvents(asking)}`,
      },
      select: sql`
        SELECT value, count(DISTINCT person) AS visitors, ${joined(
          goals.map(
            (_, at) => sql`
          count(DISTINCT CASE WHEN ${is(at)} THEN person END) AS ${named(`converters_${at}`)},
          ${countIf(is(at))} AS ${named(`conversions_${at}`)}`,
          ),
          sql`, `,
        )}
        FROM seen GROUP BY value ORDER BY 2 DESC, 1 LIMIT ${limit}`,
    }
  },
  rows: (found, { params }) => {
    const nobody = params.dimension === undefined ? [{ value: null }] : []
    return (found.length > 0 ? found : nobody).flatMap((row: Record<string, unknown>) =>
      params.goals.map((_, goal) => {
        const visitors = Number(row['visitors'] ?? 0)
        const converters = Number(row[`converters_${goal}`] ?? 0)
        return {
          value: row['value'] as string | null,
          goal,
          visitors,
          converters,
          conversions: Number(row[`conversions_${goal}`] ?? 0),
          rate: visitors === 0 ? null : converters / visitors,
        }
      }),
    )
  },
})
