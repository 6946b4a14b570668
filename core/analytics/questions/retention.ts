// Of those who came first in an interval, how many came again in each of the intervals after it.
import * as z from 'zod'
import { RETENTION_PERIODS_MAX } from '../../limits.ts'
import { bucketOf, bucketStarts } from '../buckets.ts'
import { type Asking, askedEvents, question, questionShape } from '../question.ts'
import { sql } from '../sql.ts'
import { isStep, stepSchema } from '../step.ts'

const params = z.strictObject({
  ...questionShape,
  interval: z.enum(['day', 'week', 'month']).default('day'),
  /** Intervals after the first one. */
  periods: z.number().int().min(1).max(RETENTION_PERIODS_MAX).default(7),
  /** What makes somebody one of a cohort, the first time in the range: any event, unless it is said. */
  began: stepSchema.optional(),
  /** What counts as coming again. */
  came: stepSchema.optional(),
})

const startsOf = ({ range, params: { interval } }: Asking<z.infer<typeof params>>): number[] =>
  bucketStarts(range, interval)

export const retention = question({
  name: 'retention',
  summary:
    'Of the visitors who first came on a day, in a week or a month, how many came again in those after',
  params,
  row: z.object({
    /** When the interval of the cohort begins. */
    cohort: z.number().int(),
    /** How many belong to it. */
    size: z.number().int(),
    /** Intervals since: 0 is that of the cohort itself. Those that begin after the range are left out. */
    period: z.number().int(),
    /** Visitors who came in it. */
    count: z.number().int(),
    /** Of the size, 0 to 1; null where nobody is. */
    share: z.number().nullable(),
  }),
  statement: (asking) => {
    const { began, came, periods } = asking.params
    return {
      tables: {
        visits: sql`
          SELECT s.person, ${bucketOf(sql`e.ts`, startsOf(asking))} AS bucket,
            max(CASE WHEN ${began ? isStep(began) : sql`true`} THEN 1 ELSE 0 END) AS began,
            max(CASE WHEN ${came ? isStep(came) : sql`true`} THEN 1 ELSE 0 END) AS came
          FROM ${askedEvents(asking)} GROUP BY 1, 2`,
        cohorts: sql`SELECT person, min(bucket) AS cohort FROM visits WHERE began = 1 GROUP BY person`,
      },
      select: sql`
        SELECT c.cohort, v.bucket - c.cohort AS period, count(*) AS members,
          count(CASE WHEN v.came = 1 THEN 1 END) AS came
        FROM cohorts c JOIN visits v ON v.person = c.person
        WHERE v.bucket >= c.cohort AND v.bucket - c.cohort <= ${periods}
        GROUP BY 1, 2`,
    }
  },
  rows: (found, asking) => {
    const starts = startsOf(asking)
    const cells = new Map(found.map((row) => [`${Number(row['cohort'])} ${Number(row['period'])}`, row]))
    return starts.flatMap((cohort, index) => {
      const size = Number(cells.get(`${index} 0`)?.['members'] ?? 0)
      const periods = Math.min(asking.params.periods, starts.length - 1 - index)
      return Array.from({ length: periods + 1 }, (_, period) => {
        const count = Number(cells.get(`${index} ${period}`)?.['came'] ?? 0)
        return { cohort, size, period, count, share: size === 0 ? null : count / size }
      })
    })
  },
})
