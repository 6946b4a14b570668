// Whether a session is one of those that a list was asked for.
import { SESSION_LIVE_MS } from '../limits.ts'
import { pathOf } from '../text/url-parts.ts'
import type { SessionFilter } from './session-query.ts'
import type { SessionState } from './session-state.ts'

export const isLive = ({ endedAt, lastSeenAt }: SessionState, now: number): boolean =>
  endedAt === null && now - lastSeenAt < SESSION_LIVE_MS

export const matchesFilter = (state: SessionState, filter: SessionFilter, now: number): boolean =>
  isWanted(filter.user, state.userId) &&
  isWanted(filter.visitor?.toLowerCase(), state.visitorId.toLowerCase()) &&
  state.startedAt >= (filter.from ?? 0) &&
  state.startedAt < (filter.to ?? Number.POSITIVE_INFINITY) &&
  isWanted(filter.device, state.device) &&
  isNamed(filter.browser, state.browser) &&
  isNamed(filter.os, state.os) &&
  isNamed(filter.country, state.country ?? '') &&
  isWanted(filter.hasReplay, state.hasReplay) &&
  isWanted(filter.live, isLive(state, now)) &&
  state.lastSeenAt - state.startedAt >= (filter.minDuration ?? 0) &&
  state.events >= (filter.minEvents ?? 0) &&
  isWanted(filter.hasErrors, state.errors > 0) &&
  isWanted(filter.hasRageClicks, state.rageClicks > 0) &&
  (filter.page === undefined || pathsOf(state).some((path) => contains(path, filter.page ?? ''))) &&
  (filter.event === undefined || state.eventNames.includes(filter.event)) &&
  hasWords(state, filter.q ?? '')

const isWanted = <T>(wanted: T | undefined, is: T | null): boolean => wanted === undefined || wanted === is

/** `firefox` and `Firefox 145` both are Firefox 145; `Fire` is not. */
const isNamed = (wanted: string | undefined, name: string): boolean =>
  wanted === undefined || `${name} `.toLowerCase().startsWith(`${wanted} `.toLowerCase())

const contains = (text: string, part: string): boolean => text.toLowerCase().includes(part.toLowerCase())

const pathsOf = ({ pages, entryUrl, exitUrl }: SessionState): string[] => [
  ...pages.map(({ path }) => path),
  ...[entryUrl, exitUrl].flatMap((url) => (url === null ? [] : [pathOf(url)])),
]

const hasWords = (state: SessionState, q: string): boolean => {
  const words = q.split(/\s+/).filter(Boolean)
  if (words.length === 0) return true
  const { userId, visitorId, entryUrl, exitUrl, referrer, pages } = state
  const text = [userId, visitorId, entryUrl, exitUrl, referrer, ...pages.map(({ path }) => path)].join('\n')
  return words.every((word) => contains(text, word))
}
