// The sessions behind a number, each at the moment that made it count.
import * as z from 'zod'
import { BEHIND_ROWS_MAX } from '../../limits.ts'
import { pseudonymOf } from '../../people/pseudonym.ts'
import { funnelShape, funnelTables } from '../funnel.ts'
import { type Asking, askedEvents, question, questionShape } from '../question.ts'
import { named, type Sql, sql } from '../sql.ts'
import { isStep, stepSchema } from '../step.ts'

const funnelSchema = z.strictObject(funnelShape)

const ofFunnel = z
  .strictObject({
    funnel: funnelSchema,
    /** From 1. */
    step: z.number().int().min(1),
    /** Dropped are those who came to the step before and not to this one: they are shown where they were last. */
    outcome: z.enum(['reached', 'dropped']).default('reached'),
  })
  .refine(({ funnel, step, outcome }) => step <= funnel.steps.length && (outcome === 'reached' || step > 1), {
    message: 'must be a step of the funnel, and to have dropped one after the first',
    path: ['step'],
  })

const paramsSchema = z.strictObject({
  ...questionShape,
  /** An event, a view, or a step of a funnel; every session that is asked for, unless it is said. */
  of: z.union([z.strictObject({ step: stepSchema }), ofFunnel]).optional(),
  limit: z.number().int().min(1).max(BEHIND_ROWS_MAX).default(50),
  offset: z.number().int().min(0).max(100_000).default(0),
})

/** The tables, the last of them `found`: a moment of a session. */
const tablesOf = ({
  params: { of, ...params },
  range,
}: Asking<z.infer<typeof paramsSchema>>): Record<string, Sql> => {
  if (of === undefined || !('funnel' in of)) {
    const isAsked = of === undefined ? sql`true` : isStep(of.step)
    return {
      found: sql`
        SELECT e.session_id, min(e.ts) AS moment FROM ${askedEvents({ params, range })} AND ${isAsked}
        GROUP BY e.session_id`,
    }
  }
  const { funnel, step, outcome } = of
  const column = (name: string, at: number): Sql => named(`${name}_${at}`)
  const at = outcome === 'reached' ? step : step - 1
  const alone = outcome === 'reached' ? sql`` : sql` AND ${column('took', step)} IS NULL`
  return {
    ...funnelTables({ params: { ...params, ...funnel }, range }, sql`NULL`),
    found: sql`
      SELECT ${column('session', at)} AS session_id, ${column('moment', at)} AS moment
      FROM units WHERE ${column('took', at)} IS NOT NULL${alone}`,
  }
}

export const behind = question({
  name: 'behind',
  summary: 'The sessions behind a number and whose they are, the newest first, each at its moment',
  params: paramsSchema,
  row: z.object({
    sessionId: z.string(),
    visitorId: z.string(),
    userId: z.string().nullable(),
    /** The user that it was or turned out to be, else the visitor. */
    person: z.string(),
    identified: z.boolean(),
    startedAt: z.number().int(),
    /** When that happened which is asked for: the first time in the session. */
    moment: z.number().int(),
  }),
  statement: (asking) => ({
    tables: tablesOf(asking),
    select: sql`
      SELECT s.session_id, s.visitor_id, s.user_id, s.person, s.is_user, s.started_at, f.moment
      FROM found f JOIN sessions s ON s.session_id = f.session_id
      ORDER BY f.moment DESC, s.session_id
      OFFSET ${asking.params.offset} LIMIT ${asking.params.limit}`,
  }),
  rows: (found) =>
    found.map((row) => ({
      sessionId: String(row['session_id']),
      visitorId: String(row['visitor_id']),
      userId: row['user_id'] as string | null,
      person: String(row['person']),
      identified: row['is_user'] === true,
      startedAt: Number(row['started_at']),
      moment: Number(row['moment']),
    })),
  withoutPerson: (row) =>
    row.identified
      ? {
          ...row,
          userId: row.userId === null ? null : pseudonymOf(row.visitorId),
          person: pseudonymOf(row.visitorId),
        }
      : row,
})
