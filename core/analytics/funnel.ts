// How far somebody came through the steps of a funnel, in SQL, for all questions that ask for it.
import * as z from 'zod'
import { NOT_OWN_EVENT } from '../events/event-names.ts'
import { FUNNEL_STEPS_MAX, FUNNEL_WINDOW_MAX_MINUTES } from '../limits.ts'
import { matchesPattern } from './dialect.ts'
import { type Asking, askedEvents, type CommonParams } from './question.ts'
import { joined, named, type Sql, sql } from './sql.ts'
import { isStep, stepSchema } from './step.ts'

export const funnelShape = {
  steps: z.array(stepSchema).min(2).max(FUNNEL_STEPS_MAX),
  /**
   * `ordered`: others may lie between two steps. `strict`: no view, no event of the site's own and no other step does.
   */
  order: z.enum(['ordered', 'strict']).default('ordered'),
  /** From the first step to any other. */
  windowMinutes: z.number().int().min(1).max(FUNNEL_WINDOW_MAX_MINUTES).default(10_080),
  /** Who goes through it: a visitor over all of its sessions, or each session for itself. */
  per: z.enum(['visitor', 'session']).default('visitor'),
}

export type FunnelParams = CommonParams & z.infer<z.ZodObject<typeof funnelShape>>

const column = (name: string, step: number): Sql => named(`${name}_${step}`)

const each = (count: number, of: (step: number) => Sql, between: Sql = sql`, `): Sql =>
  joined(
    Array.from({ length: count }, (_, at) => of(at + 1)),
    between,
  )

/**
 * `units` has a row for each that did the first step, with its `value` then. `took_2` is null unless it came to step 2,
 * else the milliseconds since it did the one before; `moment_2` and `session_2` are when and in which session it first
 * came there.
 *
 * A row that completes a step carries when its run through the funnel began, the latest begin that is possible: it leaves
 * most of the window. So one pass over a visitor's events, a step at a time, finds what trying every begin would.
 */
export const funnelTables = (asking: Asking<FunnelParams>, value: Sql): Record<string, Sql> => {
  const { steps, order, per, windowMinutes } = asking.params
  const windowMs = windowMinutes * 60_000
  const other = sql` OR e.is_view OR NOT ${matchesPattern(sql`e.name`, sql`${NOT_OWN_EVENT}`)}`
  const marked = sql`
    SELECT * FROM (
      SELECT ${per === 'visitor' ? sql`s.person` : sql`e.session_id`} AS unit, e.session_id, e.ts, e.event_id,
        CAST(${value} AS VARCHAR) AS value, ${each(steps.length, (step) => sql`${isStep(steps[step - 1] as never)} AS ${column('is', step)}`)},
        ${order === 'strict' ? sql`(false${other})` : sql`false`} AS is_between
      FROM ${askedEvents(asking)}
    ) m WHERE is_between OR ${each(steps.length, (step) => column('is', step), sql` OR `)}`
  const first = sql`
    SELECT *, CASE WHEN is_1 THEN ts END AS start_1, CASE WHEN is_1 THEN 0 END AS took_1,
      row_number() OVER (PARTITION BY unit ORDER BY CASE WHEN is_1 THEN 0 ELSE 1 END, ts, event_id) AS place
    FROM funnel_events`
  const before = sql`OVER (PARTITION BY unit ORDER BY ts, event_id ROWS BETWEEN ${
    order === 'strict' ? sql`1` : sql`UNBOUNDED`
  } PRECEDING AND 1 PRECEDING)`
  const next = (step: number): Sql => {
    const [start, began, last] = [column('start', step - 1), column('began', step), column('last', step)]
    const comes = sql`${column('is', step)} AND ts - ${began} <= ${windowMs}`
    return sql`
      SELECT *, CASE WHEN ${comes} THEN ${began} END AS ${column('start', step)},
        CASE WHEN ${comes} THEN ts - ${last} END AS ${column('took', step)}
      FROM (
        SELECT *, max(${start}) ${before} AS ${began},
          max(CASE WHEN ${start} IS NOT NULL THEN ts END) ${before} AS ${last}
        FROM ${column('funnel', step - 1)}
      ) b`
  }
  const firstly = (what: Sql, step: number): Sql =>
    sql`min_by(${what}, row(ts, event_id)) FILTER (WHERE ${column('start', step)} IS NOT NULL)`
  return {
    funnel_events: marked,
    funnel_1: first,
    ...Object.fromEntries(steps.slice(1).map((_, at) => [`funnel_${at + 2}`, next(at + 2)])),
    units: sql`
      SELECT unit, max(CASE WHEN place = 1 THEN value END) AS value, ${each(
        steps.length,
        (step) => sql`${firstly(column('took', step), step)} AS ${column('took', step)},
          ${firstly(sql`ts`, step)} AS ${column('moment', step)},
          ${firstly(sql`session_id`, step)} AS ${column('session', step)}`,
      )}
      FROM ${column('funnel', steps.length)} GROUP BY unit HAVING count(start_1) > 0`,
  }
}
