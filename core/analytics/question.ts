// A question: a name, what may be asked, what a row of its answer is, and its SQL. One file each in `questions/`.
import * as z from 'zod'
import { SESSION_MAX_MS } from '../limits.ts'
import { boundedFilterSchema, conditionOf, type Filter, looksAtEvents } from './filter.ts'
import { type Range, type RangeParams, rangeShape } from './range.ts'
import { type Sql, sql } from './sql.ts'

/** What every question may be asked. */
export const questionShape = {
  ...rangeShape,
  filter: boundedFilterSchema.optional(),
  /** Sessions in which a bot was recognised. */
  bots: z.enum(['exclude', 'include', 'only']).default('exclude'),
}

export type CommonParams = RangeParams & {
  filter?: Filter | undefined
  bots: 'exclude' | 'include' | 'only'
}

/** The own tables of a statement, in order, and what it selects. Beside them it reads `events` and `sessions`. */
export type Statement = {
  tables?: Record<string, Sql>
  select: Sql
  /** It looks at events near the ends of the range alone: those of days between need not be read. */
  edgesOnly?: boolean
}

/** A row as an engine gives it: names of columns in lower_snake, whole numbers as numbers. */
export type SqlRow = Record<string, unknown>

export type Asking<Params> = { params: Params; range: Range }

export type Question<Params extends CommonParams = CommonParams, Row = unknown> = {
  /** As in its path. */
  name: string
  summary: string
  params: z.ZodType<Params>
  row: z.ZodType<Row>
  statement: (asking: Asking<Params>) => Statement
  /** The rows of the answer; without it those of the statement, under their names in camelCase. */
  rows?: (found: SqlRow[], asking: Asking<Params>) => Row[]
  /** A row for a role that may not see who visitors are; a question without it names nobody. */
  withoutPerson?: (row: Row) => Row
  /** Seconds for which an answer about a range that still runs may be given again, whatever came meanwhile. */
  openTtlSeconds?: number
}

/** Keeps the types of a question's parts together, and hides them from the registry. */
export const question = <Params extends CommonParams, Row>(described: Question<Params, Row>): Question =>
  described as unknown as Question

export const inRange = (moment: Sql, { from, to, keptFrom }: Range): Sql =>
  sql`(${moment} >= ${Math.max(from, keptFrom)} AND ${moment} < ${to})`

const botsOf = (bots: CommonParams['bots']): Sql =>
  bots === 'include' ? sql`true` : bots === 'only' ? sql`s.bot` : sql`NOT s.bot`

/** Events `e` of the range with their sessions `s`, as far as they are asked for: to stand behind FROM. */
export const askedEvents = ({ params, range }: Asking<CommonParams>): Sql => sql`
  events e JOIN sessions s ON s.session_id = e.session_id
  WHERE ${inRange(sql`e.ts`, range)} AND ${botsOf(params.bots)} AND ${conditionOf(params.filter)}`

/**
 * One row for each session that has an event asked for, and for each `value` of `by`, which is of the event `e`: `events` and `views` of those
 * asked for, and `began` when the session began in the range, which is what counts as a session there.
 */
export const askedSessions = (asking: Asking<CommonParams>, by?: Sql): Sql => {
  const { params, range } = asking
  const key = by === undefined ? sql`` : sql`, ${by} AS value`
  // By its place: the same expression twice would be two, each with parameters of its own.
  const group = by === undefined ? sql`1` : sql`1, 2`
  const counts = sql`count(*) AS asked_events, count(CASE WHEN e.is_view THEN 1 END) AS asked_views`
  const value = by === undefined ? sql`` : sql`, t.value`
  const columns = sql`s.*, t.asked_events, t.asked_views, ${inRange(sql`s.started_at`, range)} AS began${value}`
  if (!looksAtEvents(params.filter)) {
    if (by === undefined) return wholeSessions(asking, counts)
    // What only the session says is asked of sessions, which are fewer.
    return sql`
  SELECT ${columns} FROM (
    SELECT e.session_id${key}, ${counts} FROM events e WHERE ${inRange(sql`e.ts`, range)} GROUP BY ${group}
  ) t JOIN sessions s ON s.session_id = t.session_id
  WHERE ${botsOf(params.bots)} AND ${conditionOf(params.filter)}`
  }
  return sql`
  SELECT ${columns} FROM (
    SELECT e.session_id${key}, ${counts} FROM ${askedEvents(asking)} GROUP BY ${group}
  ) t JOIN sessions s ON s.session_id = t.session_id`
}

/** Whether `askedSessions` without a `by` needs events at the edges alone. */
export const needsEdgesOnly = ({ params }: Asking<CommonParams>): boolean => !looksAtEvents(params.filter)

/** Sessions that lie inside the range know their counts; of those across its ends events are counted. */
const wholeSessions = ({ params, range }: Asking<CommonParams>, counts: Sql): Sql => {
  const from = Math.max(range.from, range.keptFrom)
  const { to } = range
  const isInside = sql`s.started_at >= ${from} AND s.last_seen_at < ${to}`
  const isAcross = sql`s.last_seen_at >= ${from} AND s.started_at < ${to} AND NOT (${isInside})`
  const isAsked = sql`${botsOf(params.bots)} AND ${conditionOf(params.filter)}`
  return sql`
  SELECT s.*, s.events AS asked_events, s.views AS asked_views, true AS began
  FROM sessions s WHERE ${isInside} AND ${isAsked}
  UNION ALL
  SELECT s.*, t.asked_events, t.asked_views, ${inRange(sql`s.started_at`, range)} AS began FROM (
    SELECT e.session_id, ${counts} FROM events e
    WHERE ${inRange(sql`e.ts`, range)} AND (e.ts < ${from + SESSION_MAX_MS} OR e.ts >= ${to - SESSION_MAX_MS})
      AND e.session_id IN (SELECT s.session_id FROM sessions s WHERE ${isAcross})
    GROUP BY 1
  ) t JOIN sessions s ON s.session_id = t.session_id
  WHERE ${isAsked}`
}
