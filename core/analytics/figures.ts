// The figures of a set of sessions, the same in each question that shows them.
import * as z from 'zod'
import { SESSION_ENGAGED_MIN_MS } from '../limits.ts'
import { countIf } from './dialect.ts'
import type { SqlRow } from './question.ts'
import { type Sql, sql } from './sql.ts'

/**
 * What a bounce is, of sessions that did nothing of their own (no event beside those that the tracker tells):
 * `engaged`: at most one view, and attention for less than ten seconds; `strict`: at most one view. `views`: exactly one
 * view, whatever else.
 */
export const bounceModeSchema = z.enum(['engaged', 'strict', 'views']).default('engaged')

export type BounceMode = z.infer<typeof bounceModeSchema>

const isBounce: Record<BounceMode, Sql> = {
  engaged: sql`(views <= 1 AND own_events = 0 AND engaged_ms < ${SESSION_ENGAGED_MIN_MS})`,
  strict: sql`(views <= 1 AND own_events = 0)`,
  views: sql`(views = 1)`,
}

/** Of rows of `askedSessions`. */
export const figuresOf = (mode: BounceMode): Sql => sql`
    count(DISTINCT person) AS visitors,
    ${countIf(sql`began`)} AS sessions,
    coalesce(sum(asked_views), 0) AS views,
    coalesce(sum(asked_events), 0) AS events,
    ${countIf(sql`began AND ${isBounce[mode]}`)} AS bounces,
    coalesce(sum(CASE WHEN began THEN duration_ms END), 0) AS duration_sum,
    coalesce(sum(CASE WHEN began THEN engaged_ms END), 0) AS engaged_sum`

const count = z.number().int().nonnegative()

export const figuresShape = {
  /** Persons with an event in the range; a user and the visitors that turned out to be it are one. */
  visitors: count,
  /** Those that began in the range. */
  sessions: count,
  views: count,
  events: count,
  bounces: count,
  /** Of the sessions, 0 to 1; null where there are none. */
  bounceRate: z.number().nullable(),
  /** Milliseconds from the first to the last event, on average; sessions of one event count with 0. */
  durationMs: z.number().nullable(),
  /** Milliseconds with attention, on average. */
  engagedMs: z.number().nullable(),
  viewsPerSession: z.number().nullable(),
  eventsPerSession: z.number().nullable(),
}

export const figuresSchema = z.object(figuresShape)

export type Figures = z.infer<typeof figuresSchema>

export const toFigures = (row: SqlRow | undefined): Figures => {
  const of = (name: string): number => Number(row?.[name] ?? 0)
  const sessions = of('sessions')
  const perSession = (number: number): number | null => (sessions === 0 ? null : number / sessions)
  return {
    visitors: of('visitors'),
    sessions,
    views: of('views'),
    events: of('events'),
    bounces: of('bounces'),
    bounceRate: perSession(of('bounces')),
    durationMs: perSession(of('duration_sum')),
    engagedMs: perSession(of('engaged_sum')),
    viewsPerSession: perSession(of('views')),
    eventsPerSession: perSession(of('events')),
  }
}
