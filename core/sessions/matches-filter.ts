// Whether a session is one of those that a list was asked for: here for what is read, in the dashboard for what is pushed.
import { SESSION_LIVE_MS } from '../limits.ts'
import { visitorName } from '../people/visitor-name.ts'
import { hostOf, pathOf, queryParameter } from '../text/url-parts.ts'
import type { Session } from './session.ts'
import type { SessionFilter } from './session-query.ts'

/** What a filter looks at: a session as it is kept, or as the API shows it. */
export type Filtered = Pick<
  Session,
  | 'sessionId'
  | 'userId'
  | 'visitorId'
  | 'startedAt'
  | 'lastSeenAt'
  | 'endedAt'
  | 'entryUrl'
  | 'exitUrl'
  | 'referrer'
  | 'events'
  | 'eventNames'
  | 'pageViews'
  | 'clicks'
  | 'errors'
  | 'rageClicks'
  | 'deadClicks'
  | 'hasReplay'
  | 'browser'
  | 'os'
  | 'device'
  | 'country'
  | 'region'
  | 'city'
  | 'bot'
  | 'pinned'
> & { pages: (string | { path: string })[] }

/** What `referrer` says of sessions that no link led to. */
export const DIRECT = 'direct'

export const isLive = (
  { endedAt, lastSeenAt }: Pick<Filtered, 'endedAt' | 'lastSeenAt'>,
  now: number,
): boolean => endedAt === null && now - lastSeenAt < SESSION_LIVE_MS

export const matchesFilter = (session: Filtered, filter: SessionFilter, now: number): boolean =>
  isWanted(filter.user, session.userId) &&
  isWanted(filter.visitor?.toLowerCase(), session.visitorId.toLowerCase()) &&
  isBetween(session.startedAt, filter.from, filter.to) &&
  isWanted(filter.device, session.device) &&
  isNamed(filter.browser, session.browser) &&
  isNamed(filter.os, session.os) &&
  isSame(filter.country, session.country) &&
  isSame(filter.region, session.region) &&
  isSame(filter.city, session.city) &&
  isWanted(filter.bot, session.bot) &&
  isWanted(filter.hasReplay, session.hasReplay) &&
  isWanted(filter.pinned, session.pinned !== null) &&
  isWanted(filter.live, isLive(session, now)) &&
  session.lastSeenAt - session.startedAt >= (filter.minDuration ?? 0) &&
  session.lastSeenAt - session.startedAt <= (filter.maxDuration ?? Number.POSITIVE_INFINITY) &&
  hasCounts(session, filter) &&
  isOfPages(session, filter) &&
  cameFrom(session, filter) &&
  (filter.event === undefined || session.eventNames.includes(filter.event)) &&
  hasWords(session, filter.q ?? '')

const isWanted = <T>(wanted: T | undefined, is: T | null): boolean => wanted === undefined || wanted === is

const isBetween = (at: number, from = 0, to = Number.POSITIVE_INFINITY): boolean => at >= from && at < to

/** `firefox` and `Firefox 145` both are Firefox 145; `Fire` is not. */
const isNamed = (wanted: string | undefined, name: string): boolean =>
  wanted === undefined || `${name} `.toLowerCase().startsWith(`${wanted} `.toLowerCase())

const isSame = (wanted: string | undefined, name: string | null): boolean =>
  wanted === undefined || wanted.toLowerCase() === name?.toLowerCase()

const contains = (text: string, part: string): boolean => text.toLowerCase().includes(part.toLowerCase())

const hasCounts = (session: Filtered, filter: SessionFilter): boolean =>
  session.pageViews >= (filter.minPages ?? 0) &&
  session.clicks >= (filter.minClicks ?? 0) &&
  session.events >= (filter.minEvents ?? 0) &&
  session.errors >= (filter.minErrors ?? 0) &&
  isWanted(filter.hasErrors, session.errors > 0) &&
  isWanted(filter.hasRageClicks, session.rageClicks > 0) &&
  isWanted(filter.hasDeadClicks, session.deadClicks > 0)

const isOfPages = (session: Filtered, { page, entryPage, exitPage }: SessionFilter): boolean =>
  isPart(entryPage, session.entryUrl) &&
  isPart(exitPage, session.exitUrl) &&
  (page === undefined || pathsOf(session).some((path) => contains(path, page)))

const isPart = (wanted: string | undefined, url: string | null): boolean =>
  wanted === undefined || (url !== null && contains(pathOf(url), wanted))

const pathOfPage = (page: string | { path: string }): string => (typeof page === 'string' ? page : page.path)

const pathsOf = ({ pages, entryUrl, exitUrl }: Filtered): string[] => [
  ...pages.map(pathOfPage),
  ...[entryUrl, exitUrl].flatMap((url) => (url === null ? [] : [pathOf(url)])),
]

const cameFrom = ({ referrer, entryUrl }: Filtered, filter: SessionFilter): boolean => {
  const of = (name: string) => queryParameter(entryUrl ?? '', `utm_${name}`)
  return (
    isReferrer(filter.referrer, referrer) &&
    (filter.utmSource === undefined || isSame(filter.utmSource, of('source'))) &&
    (filter.utmMedium === undefined || isSame(filter.utmMedium, of('medium'))) &&
    (filter.utmCampaign === undefined || isSame(filter.utmCampaign, of('campaign')))
  )
}

const isReferrer = (wanted: string | undefined, referrer: string | null): boolean => {
  if (wanted === undefined) return true
  if (wanted.toLowerCase() === DIRECT) return referrer === null
  return referrer !== null && contains(hostOf(referrer) ?? referrer, wanted)
}

const hasWords = (session: Filtered, q: string): boolean => {
  const words = q.split(/\s+/).filter(Boolean)
  if (words.length === 0) return true
  const { sessionId, userId, visitorId, entryUrl, exitUrl, referrer, pages, browser, os } = session
  const { country, region, city } = session
  const named = userId === null ? visitorName(visitorId) : userId
  const client = [browser, os, country, region, city]
  const paths = pages.map(pathOfPage)
  const text = [named, visitorId, sessionId, entryUrl, exitUrl, referrer, ...client, ...paths].join('\n')
  return words.every((word) => contains(text, word))
}
