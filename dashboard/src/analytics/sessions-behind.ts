// The list of the sessions behind a number: only where the list can ask for exactly those, for a wrong list is worse than none.
import {
  parseSessionListSearch,
  type SessionFilters,
  type SessionListSearch,
} from '../sessions/session-filters.ts'
import type { AnsweredRange } from './ask.ts'
import { manyOf, partsOfFilter } from './filter/filter-parts.ts'
import type { Condition } from './filter/parse-filter.ts'
import type { AnalyticsSearch } from './search.ts'

/** Dimensions that the list asks for as they are, letter by letter or nearly so. */
const SAME: Record<string, keyof SessionFilters> = {
  name: 'event',
  userId: 'user',
  visitorId: 'visitor',
  utmSource: 'utmSource',
  utmMedium: 'utmMedium',
  utmCampaign: 'utmCampaign',
  country: 'country',
  region: 'region',
  city: 'city',
  device: 'device',
  browser: 'browser',
  os: 'os',
}

/** Those of which the list finds a part. */
const PARTS: Record<string, keyof SessionFilters> = {
  page: 'page',
  entryPage: 'entryPage',
  exitPage: 'exitPage',
  referrer: 'referrer',
}

/** “More than” of the engine is “at least” of the list, of whole numbers. */
const AT_LEAST: Record<string, keyof SessionFilters> = {
  duration: 'minDuration',
  views: 'minPages',
  events: 'minEvents',
}

const listFilter = ({ dimension, op, value }: Condition): SessionFilters | undefined => {
  const [only, ...more] = manyOf(value)
  const of = (name: keyof SessionFilters | undefined, given: unknown): SessionFilters | undefined =>
    name === undefined || more.length > 0 ? undefined : { [name]: given }
  if (op === 'is') return of(SAME[dimension], String(only))
  if (op === 'contains') return of(PARTS[dimension], String(only))
  if (op === 'greater') return of(AT_LEAST[dimension], Math.floor(Number(only)) + 1)
  if (op === 'less' && dimension === 'duration') return { maxDuration: Math.ceil(Number(only)) - 1 }
  return undefined
}

/** Undefined where the list would show others, or less. */
export const sessionsBehind = (
  { filter, bots = 'exclude' }: Pick<AnalyticsSearch, 'filter' | 'bots'>,
  { from, to }: Pick<AnsweredRange, 'from' | 'to'>,
): SessionListSearch | undefined => {
  const shown = partsOfFilter(filter)
  if (!shown || (shown.match === 'any' && shown.parts.length > 1)) return undefined
  const search: Record<string, unknown> = { from, to, ...(bots !== 'include' && { bot: bots === 'only' }) }
  for (const part of shown.parts) {
    const [condition, ...more] = part
    const found = condition && more.length === 0 ? listFilter(condition) : undefined
    if (!found) return undefined
    for (const [name, value] of Object.entries(found)) {
      // The list asks one thing of each.
      if (name in search && search[name] !== value) return undefined
      search[name] = value
    }
  }
  const kept = parseSessionListSearch(search)
  // What the list could not read it would leave out, and show more.
  return Object.keys(kept).length === Object.keys(search).length ? kept : undefined
}
