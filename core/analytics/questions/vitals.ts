// How fast pages were for those who saw them.
import * as z from 'zod'
import { ANALYTICS_ROWS_MAX } from '../../limits.ts'
import { propertyNumber } from '../property-number.ts'
import { askedEvents, question, questionShape } from '../question.ts'
import { percentile } from '../ranks.ts'
import { joined, named, sql } from '../sql.ts'

/** Up to where a value is good, as web.dev has it; milliseconds, but for shifts of the layout. */
const GOOD = { LCP: 2_500, INP: 200, CLS: 0.1, FCP: 1_800, TTFB: 800 }

type Metric = keyof typeof GOOD

const metrics = Object.keys(GOOD) as [Metric, ...Metric[]]

/** Milliseconds (an hour); beyond it no clock was right. */
const VITAL_MAX = 3_600_000

export const vitals = question({
  name: 'vitals',
  summary: 'The web vitals of pages: how fast they were for half, three quarters and 95 % of the views',
  params: z.strictObject({
    ...questionShape,
    by: z
      .array(z.enum(['page', 'device']))
      .max(2)
      .default(['page', 'device']),
    limit: z.number().int().min(1).max(ANALYTICS_ROWS_MAX).default(500),
  }),
  row: z.object({
    metric: z.enum(metrics),
    /** Null where it is not asked by it. */
    page: z.string().nullable(),
    device: z.string().nullable(),
    samples: z.number().int(),
    p50: z.number(),
    p75: z.number(),
    p95: z.number(),
    /** Samples that were good; their share is 0 to 1. */
    good: z.number().int(),
    goodShare: z.number(),
  }),
  statement: (asking) => {
    const { by, limit } = asking.params
    const key = (name: 'page' | 'device') =>
      by.includes(name) ? { page: sql`e.path`, device: sql`s.device` }[name] : sql`CAST(NULL AS VARCHAR)`
    return {
      tables: {
        measured: sql`
          SELECT ${key('page')} AS page, ${key('device')} AS device, ${joined(
            metrics.map(
              (metric) => sql`${propertyNumber(metric, VITAL_MAX)} AS ${named(metric.toLowerCase())}`,
            ),
            sql`, `,
          )}
          FROM ${askedEvents(asking)} AND e.name = 'web_vital'`,
        samples: joined(
          metrics.map((metric) => {
            const value = named(metric.toLowerCase())
            return sql`
              SELECT ${metric} AS metric, page, device, ${value} AS value,
                CASE WHEN ${value} <= ${GOOD[metric]} THEN 1 ELSE 0 END AS good
              FROM measured WHERE ${value} IS NOT NULL`
          }),
          sql` UNION ALL `,
        ),
        ranked: sql`
          SELECT *, row_number() OVER (PARTITION BY metric, page, device ORDER BY value) AS place,
            count(*) OVER (PARTITION BY metric, page, device) AS total
          FROM samples`,
      },
      select: sql`
        SELECT metric, page, device, count(*) AS samples, ${percentile(sql`value`, 50)} AS p50,
          ${percentile(sql`value`, 75)} AS p75, ${percentile(sql`value`, 95)} AS p95, sum(good) AS good
        FROM ranked GROUP BY metric, page, device
        ORDER BY 4 DESC, 1, 2, 3 LIMIT ${limit}`,
    }
  },
  rows: (found) =>
    found.map((row) => ({
      ...(row as { metric: Metric; page: string | null; device: string | null }),
      samples: Number(row['samples']),
      p50: Number(row['p50']),
      p75: Number(row['p75']),
      p95: Number(row['p95']),
      good: Number(row['good']),
      goodShare: Number(row['good']) / Number(row['samples']),
    })),
})
