// What a screen of analytics is asked for, as it stands in the URL: the time, what it is compared to, and the filter.
import { ANALYTICS_RANGE_MAX_DAYS } from '../../../core/limits.ts'
import { type Filter, parseFilter } from './filter/parse-filter.ts'

/** As the engine knows them, in the order in which they are offered. Tests hold them equal. */
export const PERIODS = [
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
export const INTERVALS = ['minute', 'hour', 'day', 'week', 'month'] as const
export const COMPARISONS = ['previous', 'year', 'none'] as const
export const BOUNCE_MODES = ['engaged', 'strict', 'views'] as const
export const BOTS = ['exclude', 'include', 'only'] as const

export type Period = (typeof PERIODS)[number]
export type Interval = (typeof INTERVALS)[number]
export type Comparison = (typeof COMPARISONS)[number]
export type BounceMode = (typeof BOUNCE_MODES)[number]
/** Whether programs that say what they are count, too. */
export type Bots = (typeof BOTS)[number]

/** A date of the project's time zone, or milliseconds since 1970. */
export type Bound = string | number

/** `since` and `until`, where the API says `from` and `to`: the session list has those in its URL, and means its own. */
export type AnalyticsSearch = {
  period?: Period
  since?: Bound
  until?: Bound
  compare?: Comparison
  interval?: Interval
  bounce?: BounceMode
  bots?: Bots
  filter?: Filter
}

/** All that goes along from one of these screens to the next. */
export const KEPT_SEARCH = ['period', 'since', 'until', 'compare', 'bounce', 'bots', 'filter'] as const

export const USUAL_PERIOD: Period = '7d'

const oneOf = <T extends string>(choices: readonly T[], value: unknown): T | undefined =>
  choices.find((choice) => choice === value)

const MOMENT_MAX = 8_000_000_000_000

const boundOf = (value: unknown): Bound | undefined => {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MOMENT_MAX) return value
  return typeof value === 'string' && isDate(value) ? value : undefined
}

/** One that there is: not the 30th of February. */
export const isDate = (text: string): boolean => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const at = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text)
}

/** Of anything that a URL may hold, what can be asked; all else is left out. */
export const parseAnalyticsSearch = (search: Record<string, unknown>): AnalyticsSearch => {
  const [since, until] = [boundOf(search['since']), boundOf(search['until'])]
  const isOwn = since !== undefined && until !== undefined && isRange(since, until)
  const period = oneOf(PERIODS, search['period'])
  const compare = oneOf(COMPARISONS, search['compare'])
  const bounce = oneOf(BOUNCE_MODES, search['bounce'])
  const bots = oneOf(BOTS, search['bots'])
  const found: AnalyticsSearch = {
    ...(isOwn ? { since, until } : { period: period === USUAL_PERIOD ? undefined : period }),
    compare: compare === 'previous' ? undefined : compare,
    interval: oneOf(INTERVALS, search['interval']),
    bounce: bounce === 'engaged' ? undefined : bounce,
    bots: bots === 'exclude' ? undefined : bots,
    filter: parseFilter(search['filter']),
  }
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined))
}

const DAY_MS = 86_400_000

/** Roughly, without a time zone: enough to order two bounds. */
const aboutWhen = (bound: Bound): number =>
  typeof bound === 'number' ? bound : Date.parse(`${bound}T00:00:00Z`)

/** Not backwards, and no longer than the engine looks; a day shorter, for clocks that are set. */
const isRange = (since: Bound, until: Bound): boolean => {
  const days = daysOf({ since, until })
  return days > 0 && days < ANALYTICS_RANGE_MAX_DAYS
}

/** Days that are asked for, about. */
const daysOf = ({ period = USUAL_PERIOD, since, until }: AnalyticsSearch): number => {
  if (since !== undefined && until !== undefined)
    return (aboutWhen(until) - aboutWhen(since)) / DAY_MS + (typeof until === 'string' ? 1 : 0)
  const days: Record<Period, number> = {
    today: 1,
    yesterday: 1,
    '24h': 1,
    '7d': 7,
    '28d': 28,
    '30d': 30,
    '90d': 90,
    month: 31,
    lastMonth: 31,
    year: 366,
    '12months': 366,
  }
  return days[period]
}

/** Intervals of which a range of this length has a few, and no more than a chart shows. */
const FEWEST = 2
const MOST = 400
const INTERVAL_DAYS: Record<Interval, number> = {
  minute: 1 / 1_440,
  hour: 1 / 24,
  day: 1,
  week: 7,
  month: 30,
}

export const fittingIntervals = (search: AnalyticsSearch): Interval[] => {
  const days = daysOf(search)
  const fitting = INTERVALS.filter((interval) => {
    const count = days / INTERVAL_DAYS[interval]
    return count >= FEWEST && count <= MOST
  })
  return fitting.length > 0 ? fitting : ['minute']
}

/** The one that was chosen, where the range is such that it can be shown; else one that fits. */
export const shownInterval = (search: AnalyticsSearch): Interval => {
  const fitting = fittingIntervals(search)
  if (search.interval && fitting.includes(search.interval)) return search.interval
  const days = daysOf(search)
  const usual: Interval = days <= 1 / 12 ? 'minute' : days <= 2 ? 'hour' : days <= 93 ? 'day' : 'week'
  return fitting.includes(usual) ? usual : (fitting[0] ?? 'day')
}

/** What all questions are asked. */
export const toParams = ({
  period = USUAL_PERIOD,
  since,
  until,
  filter,
  bots,
}: AnalyticsSearch): Record<string, unknown> => ({
  ...(since !== undefined && until !== undefined ? { from: since, to: until } : { period }),
  ...(filter && { filter }),
  ...(bots && { bots }),
})
