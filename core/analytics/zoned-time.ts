// Days and hours of a time zone: its offset at a moment, and the moments at which its days and hours begin.
const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

const formats = new Map<string, Intl.DateTimeFormat>()

const formatOf = (timeZone: string): Intl.DateTimeFormat => {
  const known = formats.get(timeZone)
  if (known) return known
  const format = new Intl.DateTimeFormat('en-u-ca-iso8601-hc-h23', {
    timeZone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  formats.set(timeZone, format)
  return format
}

/** Milliseconds to add to our clock for what the zone's clocks show. */
export const offsetAt = (ts: number, timeZone: string): number => {
  if (timeZone === 'UTC') return 0
  const parts: Record<string, number> = {}
  for (const { type, value } of formatOf(timeZone).formatToParts(ts)) parts[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(ts / 1000) * 1000
}

/** What the zone's clocks show, as if they were in UTC. */
const shownAt = (ts: number, timeZone: string): number => ts + offsetAt(ts, timeZone)

/** The first moment at which they show it; where they skip it, the moment of the skip. */
export const whenShown = (shown: number, timeZone: string): number => {
  const offsets = [shown - DAY_MS, shown + DAY_MS].map((ts) => offsetAt(ts, timeZone))
  const moments = offsets.map((offset) => shown - offset).sort((a, b) => a - b)
  const exact = moments.find((ts) => shownAt(ts, timeZone) === shown)
  if (exact !== undefined) return exact
  // Skipped: the last millisecond that shows less, and one.
  let [before = 0, after = 0] = [Math.min(...moments), Math.max(...moments)]
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (shownAt(middle, timeZone) < shown) before = middle
    else after = middle
  }
  return after
}

/** Such as 2026-11-20. */
export const dateAt = (ts: number, timeZone: string): string =>
  new Date(shownAt(ts, timeZone)).toISOString().slice(0, 10)

export const addDays = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)

export const startOfDate = (date: string, timeZone: string): number =>
  whenShown(Date.parse(`${date}T00:00:00Z`), timeZone)

export const hourAt = (ts: number, timeZone: string): number => new Date(shownAt(ts, timeZone)).getUTCHours()

/** The same time on another day. */
export const shiftDays = (ts: number, days: number, timeZone: string): number =>
  whenShown(shownAt(ts, timeZone) + days * DAY_MS, timeZone)

/** The same time of the same date, years away; the last of February has no 29th everywhere. */
export const shiftYears = (ts: number, years: number, timeZone: string): number => {
  const shown = new Date(shownAt(ts, timeZone))
  const [year, month, day] = [shown.getUTCFullYear() + years, shown.getUTCMonth(), shown.getUTCDate()]
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  const ofDay = shown.getTime() % DAY_MS
  return whenShown(Date.UTC(year, month, Math.min(day, last)) + ofDay, timeZone)
}

export type Interval = 'minute' | 'hour' | 'day' | 'week' | 'month'

export const intervals = ['minute', 'hour', 'day', 'week', 'month'] as const satisfies Interval[]

/** Where the interval that holds the moment begins. Weeks begin on Monday. */
export const startOfInterval = (ts: number, interval: Interval, timeZone: string): number => {
  if (interval === 'minute' || interval === 'hour') {
    const size = interval === 'minute' ? MINUTE_MS : 60 * MINUTE_MS
    return ts - modulo(shownAt(ts, timeZone), size)
  }
  const date = dateAt(ts, timeZone)
  if (interval === 'day') return startOfDate(date, timeZone)
  if (interval === 'month') return startOfDate(`${date.slice(0, 8)}01`, timeZone)
  const weekday = (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7
  return startOfDate(addDays(date, -weekday), timeZone)
}

/** Where the next one begins, of one that begins at `start`. */
export const nextInterval = (start: number, interval: Interval, timeZone: string): number => {
  if (interval === 'minute') return start + MINUTE_MS
  if (interval === 'hour') {
    // Clocks that are set by half an hour make an hour and a half of one.
    const next = start + 60 * MINUTE_MS
    return next + modulo(-shownAt(next, timeZone), 60 * MINUTE_MS)
  }
  const date = dateAt(start, timeZone)
  if (interval === 'day') return startOfDate(addDays(date, 1), timeZone)
  if (interval === 'week') return startOfDate(addDays(date, 7), timeZone)
  return startOfDate(`${addDays(`${date.slice(0, 8)}28`, 4).slice(0, 8)}01`, timeZone)
}

const modulo = (number: number, by: number): number => ((number % by) + by) % by
