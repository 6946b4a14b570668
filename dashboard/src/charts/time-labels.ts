// What stands below a chart over time: labels at round times of the zone, as many as there is room for.

export type ChartInterval = 'minute' | 'hour' | 'day' | 'week' | 'month'

/** Pixels that a label needs, with the space to the next. */
const LABEL_WIDTH = 76

/** Intervals from one label to the next: those after which a clock or a calendar is round again. */
const STRIDES: Record<ChartInterval, readonly number[]> = {
  minute: [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1_440],
  hour: [1, 2, 3, 6, 12, 24, 48, 168, 336],
  day: [1, 2, 3, 7, 14, 28, 56, 91, 182],
  week: [1, 2, 4, 8, 13, 26, 52],
  month: [1, 2, 3, 6, 12, 24],
}

const partsAt = (ts: number, timeZone: string) => {
  const parts: Record<string, number> = {}
  const format = new Intl.DateTimeFormat('en-u-hc-h23', {
    timeZone,
    month: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  })
  for (const { type, value } of format.formatToParts(ts)) parts[type] = Number(value)
  return { month: (parts['month'] ?? 1) - 1, ofDay: (parts['hour'] ?? 0) * 60 + (parts['minute'] ?? 0) }
}

/** Which interval this is of its day or year, so that labels fall on round ones. */
const placeOf = (ts: number, interval: ChartInterval, timeZone: string): number => {
  const { month, ofDay } = partsAt(ts, timeZone)
  if (interval === 'minute') return ofDay
  if (interval === 'hour') return Math.floor(ofDay / 60)
  return interval === 'month' ? month : 0
}

/** Indexes of the intervals that get a label. */
export const labelledAt = (
  starts: readonly number[],
  interval: ChartInterval,
  timeZone: string,
  width: number,
): number[] => {
  const room = Math.max(1, Math.floor(width / LABEL_WIDTH))
  const strides = STRIDES[interval]
  const stride = strides.find((one) => starts.length / one <= room) ?? Math.ceil(starts.length / room)
  const first = starts[0] ?? 0
  const offset = modulo(-placeOf(first, interval, timeZone), stride)
  const from = offset < starts.length ? offset : 0
  return starts.map((_, index) => index).filter((index) => index >= from && (index - from) % stride === 0)
}

const modulo = (n: number, by: number): number => ((n % by) + by) % by

const format = (ts: number, timeZone: string, options: Intl.DateTimeFormatOptions, locale?: string): string =>
  new Intl.DateTimeFormat(locale, { timeZone, ...options }).format(ts)

const CLOCK = { hour: '2-digit', minute: '2-digit' } as const
const DATE = { day: 'numeric', month: 'short' } as const

/** Short, for the axis. */
export const axisLabel = (
  ts: number,
  interval: ChartInterval,
  timeZone: string,
  { locale, longSpan = false }: { locale?: string; longSpan?: boolean } = {},
): string => {
  if (interval === 'month') return format(ts, timeZone, { month: 'short', year: 'numeric' }, locale)
  const isMidnight = partsAt(ts, timeZone).ofDay === 0
  if ((interval === 'hour' || interval === 'minute') && !(longSpan && isMidnight))
    return format(ts, timeZone, CLOCK, locale)
  return format(ts, timeZone, DATE, locale)
}

/** Whole, for the read-out. */
export const spokenInterval = (
  ts: number,
  interval: ChartInterval,
  timeZone: string,
  locale?: string,
): string => {
  if (interval === 'month') return format(ts, timeZone, { month: 'long', year: 'numeric' }, locale)
  const day = { weekday: 'short', ...DATE } as const
  if (interval === 'minute' || interval === 'hour') return format(ts, timeZone, { ...day, ...CLOCK }, locale)
  const said = format(ts, timeZone, { ...day, year: 'numeric' }, locale)
  return interval === 'week' ? `Week of ${said}` : said
}
