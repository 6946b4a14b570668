// The filters of the session list as they stand in the URL, named as the API names them, and what they let through.
import { canonicalName } from '../../../core/events/event-names.ts'
import { matchesFilter } from '../../../core/sessions/matches-filter.ts'
import type { Session } from '../../../core/sessions/session.ts'
import type { SessionFilter, SessionSort } from '../../../core/sessions/session-query.ts'
import type { Span } from '../../../core/views/view-filters.ts'
import { DEVICES, FILTER_KINDS, FILTER_NAMES, type FilterName } from './filters/filter-kinds.ts'

/** Written again, as are the orders below: core's come with the schema library, 60 kB of it. Tests hold them equal. */
export const SPANS: readonly Span[] = ['1h', '24h', '7d', '30d']

export const SORTS: readonly SessionSort[] = [
  'start',
  'lastSeen',
  'duration',
  'engaged',
  'pages',
  'clicks',
  'events',
  'errors',
  'rageClicks',
  'deadClicks',
]

export type SessionFilters = SessionFilter & { span?: Span; sort?: SessionSort }
/** `view` is the saved view that the filters began as. */
export type SessionListSearch = SessionFilters & { view?: string }

const HOUR_MS = 60 * 60_000

export const SPAN_MS: Record<Span, number> = {
  '1h': HOUR_MS,
  '24h': 24 * HOUR_MS,
  '7d': 7 * 24 * HOUR_MS,
  '30d': 30 * 24 * HOUR_MS,
}

const oneOf = <T extends string>(choices: readonly T[], value: unknown): T | undefined =>
  choices.find((choice) => choice === value)

const textOf = (value: unknown, max: number): string | undefined => {
  const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value
  return typeof text === 'string' && text.trim() !== '' ? text.trim().slice(0, max) : undefined
}

const wholeNumber = (value: unknown): number | undefined => {
  const number = typeof value === 'number' ? value : Number.NaN
  return Number.isInteger(number) && number >= 0 && number < 1e13 ? number : undefined
}

const TEXT_MAX: Partial<Record<FilterName, number>> = {
  user: 255,
  page: 2_048,
  entryPage: 2_048,
  exitPage: 2_048,
  referrer: 2_048,
}
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

/** As notes keep it. */
const tagOf = (text: string | undefined): string | undefined => {
  const tag = text?.toLowerCase()
  return tag !== undefined && tag.length <= 40 && /^[^\s,#]+(?: [^\s,#]+)*$/.test(tag) ? tag : undefined
}

const filterValue = (name: FilterName, value: unknown): unknown => {
  const { type } = FILTER_KINDS[name]
  if (type === 'flag') return typeof value === 'boolean' ? value : undefined
  if (type === 'choice') return oneOf(DEVICES, value)
  if (type === 'count' || type === 'duration') return wholeNumber(value)
  const text = textOf(value, TEXT_MAX[name] ?? 100)
  // Another one the API would refuse, and with it the whole list.
  if (name === 'tag') return tagOf(text)
  return name === 'visitor' && text !== undefined && !UUID.test(text) ? undefined : text
}

/** Of anything that a URL or a saved view may hold, what is a filter; all else is left out. */
export const parseSessionListSearch = (search: Record<string, unknown>): SessionListSearch => {
  const filters: Record<string, unknown> = {
    q: textOf(search.q, 200),
    span: oneOf(SPANS, search.span),
    from: wholeNumber(search.from),
    to: wholeNumber(search.to),
    sort: oneOf(SORTS, search.sort),
    view: textOf(search.view, 40),
  }
  for (const name of FILTER_NAMES) if (name !== 'started') filters[name] = filterValue(name, search[name])
  if (filters.span !== undefined) {
    delete filters.from
    delete filters.to
  }
  if (filters.sort === 'start') delete filters.sort
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined))
}

/** Each of them undone: what a change must say to take all of them out of the URL. */
export const NO_FILTERS: SessionListSearch = Object.fromEntries(
  ['q', 'span', 'from', 'to', 'sort', 'view', ...FILTER_NAMES.filter((name) => name !== 'started')].map(
    (name) => [name, undefined],
  ),
)

/** Filters alone, each in its place: two that ask for the same have the same text. */
export const filtersKey = (filters: SessionFilters): string => {
  const { view: _, ...parsed } = parseSessionListSearch(filters)
  return JSON.stringify(Object.entries(parsed).sort(([a], [b]) => (a < b ? -1 : 1)))
}

export const isFiltering = (filters: SessionFilters): boolean => {
  const { view: _view, sort: _sort, ...narrowing } = parseSessionListSearch(filters)
  return Object.keys(narrowing).length > 0
}

type Query = Record<string, string | number | boolean>

/** What the API is asked: a span that ends now becomes a moment. */
export const toQuery = (filters: SessionFilters, now: number): Query => {
  const { view: _, span, ...asked } = parseSessionListSearch(filters)
  return { ...asked, ...(span && { from: now - SPAN_MS[span] }) } as Query
}

/** As the API decides it, for what is pushed and for what is at hand already. */
export const matchesFilters = (session: Session, filters: SessionFilters, now: number): boolean => {
  const { span, sort: _, ...filter } = filters
  return matchesFilter(
    session,
    {
      ...filter,
      ...(filter.event !== undefined && { event: canonicalName(filter.event) }),
      ...(span && { from: now - SPAN_MS[span] }),
    },
    now,
  )
}
