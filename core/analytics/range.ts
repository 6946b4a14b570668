// The time that a question is about: what a caller says, what it means in the project's time zone, what it is compared to.
import * as z from 'zod'
import { AppError } from '../errors.ts'
import { ANALYTICS_RANGE_MAX_DAYS, LAKE_DAY_MARGIN_MS } from '../limits.ts'
import { timeZoneSchema } from '../projects/time-zone.ts'
import { addDays, dateAt, shiftDays, shiftYears, startOfDate, startOfInterval } from './zoned-time.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

export const periods = [
  'today',
  'yesterday',
  '24h',
  '7d',
  '28d',
  '30d',
  '90d',
  'month',
  'lastMonth',
  'year',
  '12months',
] as const

type Period = (typeof periods)[number]

/** Milliseconds since 1970, or a date of the time zone. */
const momentSchema = z.union([z.number().int().nonnegative().max(8_000_000_000_000), z.iso.date()])

export const rangeShape = {
  /** Both or none; `to` as a date is included, as a moment it is not. */
  from: momentSchema.optional(),
  to: momentSchema.optional(),
  /** Ends now, but for `yesterday` and `lastMonth`. The last seven days where nothing is said. */
  period: z.enum(periods).optional(),
  /** The project's own unless it is said. */
  timeZone: timeZoneSchema.optional(),
  compare: z.enum(['none', 'previous', 'year']).default('none'),
}

export type RangeParams = {
  from?: number | string | undefined
  to?: number | string | undefined
  period?: Period | undefined
  timeZone?: string | undefined
  compare?: 'none' | 'previous' | 'year' | undefined
}

/** From is of it, to is not. `closed` when nothing more should come into it. What is before `keptFrom` is not there. */
export type Range = { from: number; to: number; timeZone: string; keptFrom: number; closed: boolean }

export type Asked = {
  now: number
  /** The project's. */
  timeZone: string
  /** Days that the project keeps its events. */
  keepDays: number
}

export const resolveRange = (params: RangeParams, { now, timeZone: ofProject, keepDays }: Asked): Range => {
  const timeZone = params.timeZone ?? ofProject
  const asked = askedRange(params, now, timeZone)
  if (asked.to <= asked.from) throw badRange('to', 'must be after from')
  // To the minute: what runs is asked anew each minute, and in between it has one name.
  const until = Math.floor(now / MINUTE_MS) * MINUTE_MS + MINUTE_MS
  const keptFrom = Math.floor((now - keepDays * DAY_MS) / DAY_MS) * DAY_MS
  const { from } = asked
  const to = Math.min(asked.to, Math.max(until, from + 1))
  if (to - from > ANALYTICS_RANGE_MAX_DAYS * DAY_MS)
    throw badRange('from', `must be at most ${ANALYTICS_RANGE_MAX_DAYS} days before to`)
  return { from, to, timeZone, keptFrom, closed: to <= now - LAKE_DAY_MARGIN_MS }
}

const badRange = (field: string, message: string): AppError =>
  new AppError('invalid-request', 400, 'The body is not what this route takes.', {
    fields: [{ field, message }],
  })

const askedRange = (params: RangeParams, now: number, timeZone: string): { from: number; to: number } => {
  const { from, to, period } = params
  if (from === undefined && to === undefined) return periodRange(period ?? '7d', now, timeZone)
  if (from === undefined) throw badRange('from', 'is needed where to is said')
  if (period !== undefined) throw badRange('period', 'cannot be said together with from and to')
  return {
    from: typeof from === 'number' ? from : startOfDate(from, timeZone),
    to:
      to === undefined
        ? now + MINUTE_MS
        : typeof to === 'number'
          ? to
          : startOfDate(addDays(to, 1), timeZone),
  }
}

const periodRange = (period: Period, now: number, timeZone: string): { from: number; to: number } => {
  const today = dateAt(now, timeZone)
  const start = (date: string) => startOfDate(date, timeZone)
  const tomorrow = start(addDays(today, 1))
  const lastDays = (days: number) => ({ from: start(addDays(today, 1 - days)), to: tomorrow })
  const month = startOfInterval(now, 'month', timeZone)
  switch (period) {
    case 'today':
      return { from: start(today), to: tomorrow }
    case 'yesterday':
      return { from: start(addDays(today, -1)), to: start(today) }
    case '24h':
      return { from: startOfInterval(now - 23 * HOUR_MS, 'hour', timeZone), to: tomorrow }
    case '7d':
      return lastDays(7)
    case '28d':
      return lastDays(28)
    case '30d':
      return lastDays(30)
    case '90d':
      return lastDays(90)
    case 'month':
      return { from: month, to: tomorrow }
    case 'lastMonth':
      return { from: startOfInterval(month - 1, 'month', timeZone), to: month }
    case 'year':
      return { from: start(`${today.slice(0, 4)}-01-01`), to: tomorrow }
    case '12months':
      return { from: shiftYears(start(addDays(today, 1)), -1, timeZone), to: tomorrow }
  }
}

/** As long before it, by the days of the time zone where it begins with one; or the same dates a year before. */
export const comparedTo = (range: Range, compare: NonNullable<RangeParams['compare']>): Range | undefined => {
  const { from, to, timeZone } = range
  const moved = (move: (ts: number) => number): Range => ({ ...range, from: move(from), to: move(to) })
  if (compare === 'none') return undefined
  if (compare === 'year') return moved((ts) => shiftYears(ts, -1, timeZone))
  const first = dateAt(from, timeZone)
  if (startOfDate(first, timeZone) !== from) return moved((ts) => ts - (to - from))
  const days = daysBetween(first, dateAt(to - 1, timeZone)) + 1
  return moved((ts) => shiftDays(ts, -days, timeZone))
}

const daysBetween = (first: string, last: string): number =>
  Math.round((Date.parse(`${last}T00:00:00Z`) - Date.parse(`${first}T00:00:00Z`)) / DAY_MS)
