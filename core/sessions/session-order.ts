// The orders of a list of sessions other than by start.
import type { Session } from './session.ts'
import type { SessionSort } from './session-query.ts'

type Sorted = Pick<
  Session,
  | 'startedAt'
  | 'lastSeenAt'
  | 'engagedMs'
  | 'pageViews'
  | 'clicks'
  | 'events'
  | 'errors'
  | 'rageClicks'
  | 'deadClicks'
>

const VALUES: Record<Exclude<SessionSort, 'start'>, (session: Sorted) => number> = {
  lastSeen: ({ lastSeenAt }) => lastSeenAt,
  duration: ({ startedAt, lastSeenAt }) => lastSeenAt - startedAt,
  // As it is shown: never more than the session lasts.
  engaged: ({ engagedMs, startedAt, lastSeenAt }) => Math.min(engagedMs, lastSeenAt - startedAt),
  pages: ({ pageViews }) => pageViews,
  clicks: ({ clicks }) => clicks,
  events: ({ events }) => events,
  errors: ({ errors }) => errors,
  rageClicks: ({ rageClicks }) => rageClicks,
  deadClicks: ({ deadClicks }) => deadClicks,
}

export const sortValue = (session: Sorted, sort: Exclude<SessionSort, 'start'>): number =>
  VALUES[sort](session)

/** Where a session stands: its value, and its start key among equals. */
export type Rank = { value: number; startKey: string }

/** The greatest first, and of equals the newest. */
export const compareRanks = (a: Rank, b: Rank): number =>
  b.value - a.value || (a.startKey === b.startKey ? 0 : a.startKey < b.startKey ? 1 : -1)
