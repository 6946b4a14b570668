// What one more event makes of a session. Whatever the order of events, the session is the same.
import { isClick, isDeadClick, isError, isPageView, isRageClick } from '../events/event-names.ts'
import type { StampedEvent } from '../ingest/stamped-batch.ts'
import { countActivity } from './activity.ts'
import type { SessionState } from './session-state.ts'
import { noteName, visitPage } from './visited-pages.ts'

export const foldEvent = (state: SessionState, event: StampedEvent): SessionState => {
  const { ts, name, url } = event
  return {
    ...state,
    startedAt: Math.min(state.startedAt, ts),
    lastSeenAt: Math.max(state.lastSeenAt, ts),
    events: state.events + 1,
    eventNames: noteName(state.eventNames, name),
    activity: countActivity(state.activity, ts),
    pageViews: state.pageViews + (isPageView(name) ? 1 : 0),
    clicks: state.clicks + (isClick(name) ? 1 : 0),
    rageClicks: state.rageClicks + (isRageClick(name) ? 1 : 0),
    deadClicks: state.deadClicks + (isDeadClick(name) ? 1 : 0),
    errors: state.errors + (isError(name) ? 1 : 0),
    ...(url !== undefined && isPageView(name) && { pages: visitPage(state.pages, url, ts) }),
    ...lastOf(state, event),
    ...entryOf(state, event),
    ...exitOf(state, event),
    ...userOf(state, event),
  }
}

// Of two events at the same millisecond the texts decide: tabs must not win by being delivered first.

const entryOf = (state: SessionState, { ts, url, referrer }: StampedEvent): Partial<SessionState> => {
  if (url === undefined) return {}
  const earlier =
    state.entryAt === null ||
    isBefore([ts, url, referrer ?? ''], [state.entryAt, state.entryUrl ?? '', state.referrer ?? ''])
  return earlier ? { entryUrl: url, entryAt: ts, referrer: referrer ?? null } : {}
}

const exitOf = ({ exitAt, exitUrl }: SessionState, { ts, url }: StampedEvent): Partial<SessionState> =>
  url !== undefined && (exitAt === null || isBefore([exitAt, exitUrl ?? ''], [ts, url]))
    ? { exitUrl: url, exitAt: ts }
    : {}

const lastOf = (
  { lastEvent, lastEventAt }: SessionState,
  { ts, name }: StampedEvent,
): Partial<SessionState> =>
  lastEvent === null || isBefore([lastEventAt, lastEvent], [ts, name])
    ? { lastEvent: name, lastEventAt: ts }
    : {}

const userOf = (state: SessionState, { ts, userId }: StampedEvent): Partial<SessionState> =>
  userId !== undefined &&
  (state.userAt === null || isBefore([state.userAt, state.userId ?? ''], [ts, userId]))
    ? { userId, userAt: ts }
    : {}

type Order = [number, ...string[]]

const isBefore = (a: Order, b: Order): boolean => {
  const at = a.findIndex((part, index) => part !== b[index])
  const [left, right] = [a[at], b[at]]
  return left !== undefined && right !== undefined && left < right
}
