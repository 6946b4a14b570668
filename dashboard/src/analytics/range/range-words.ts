// What a range is called, and the dates that it covers.
import { type AnalyticsSearch, type Comparison, type Interval, type Period, USUAL_PERIOD } from '../search.ts'

export const PERIOD_WORDS: Record<Period, string> = {
  today: 'Today',
  yesterday: 'Yesterday',
  '24h': 'Last 24 hours',
  '7d': 'Last 7 days',
  '28d': 'Last 28 days',
  '30d': 'Last 30 days',
  '90d': 'Last 90 days',
  month: 'This month',
  lastMonth: 'Last month',
  year: 'This year',
  '12months': 'Last 12 months',
}

export const COMPARISON_WORDS: Record<Comparison, string> = {
  previous: 'Compare to the time before',
  year: 'Compare to a year before',
  none: 'Compare to nothing',
}

export const INTERVAL_WORDS: Record<Interval, string> = {
  minute: 'By minute',
  hour: 'By hour',
  day: 'By day',
  week: 'By week',
  month: 'By month',
}

const dateWords = (date: string, locale?: string): string =>
  new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(Date.parse(`${date}T00:00:00Z`))

const momentWords = (at: number, timeZone: string, locale?: string): string =>
  new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  }).format(at)

export const rangeWords = (
  { period = USUAL_PERIOD, since, until }: AnalyticsSearch,
  timeZone: string,
  locale?: string,
): string => {
  if (since === undefined || until === undefined) return PERIOD_WORDS[period]
  if (since === until && typeof since === 'string') return dateWords(since, locale)
  const [first, last] = [since, until].map((bound) =>
    typeof bound === 'string' ? dateWords(bound, locale) : momentWords(bound, timeZone, locale),
  )
  return `${first} – ${last}`
}

/** `2026-11-20` in the zone. */
export const dateIn = (at: number, timeZone: string): string =>
  new Intl.DateTimeFormat('en-CA', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    timeZone,
  }).format(at)
