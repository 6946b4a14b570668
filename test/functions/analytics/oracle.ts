// What an answer must be, counted in the plainest way from the very rows that were delivered; it shares no code with the
// engine.
import type { LakeRow } from '../../../core/lake/lake-row.ts'
import type { Generated } from './generate.ts'

export type OracleSession = {
  sessionId: string
  visitorId: string
  userId: string | null
  person: string
  isUser: boolean
  startedAt: number
  lastSeenAt: number
  durationMs: number
  engagedMs: number
  events: LakeRow[]
  views: number
  ownEvents: number
  entryPath: string | null
  exitPath: string | null
  source: string
  channel: string
  bot: boolean
  language: string | null
  screen: string | null
  first: LakeRow
}

const isView = ({ name }: LakeRow) => name === 'page_view' || name === 'pageview'
const isOwn = ({ name }: LakeRow) => name === 'order_placed' || name === 'signup'

export const pathOf = ({ url }: LakeRow): string | null => (url === undefined ? null : new URL(url).pathname)

const before = (a: LakeRow, b: LakeRow, fields: (keyof LakeRow)[]): number => {
  for (const field of fields) {
    const [x, y] = [a[field] as string | number, b[field] as string | number]
    if (x !== y) return x < y ? -1 : 1
  }
  return 0
}

/** Each event once, as the lake keeps it. */
export const once = (rows: LakeRow[]): LakeRow[] => {
  const kept = new Map<string, LakeRow>()
  for (const row of rows) {
    const other = kept.get(row.eventId)
    if (!other || before(row, other, ['receivedAt', 'tabId', 'seq', 'ts', 'name']) < 0)
      kept.set(row.eventId, row)
  }
  return [...kept.values()]
}

export const sessionsOf = ({ rows, arrivals }: Generated): OracleSession[] => {
  const found: OracleSession[] = []
  for (const [sessionId, own] of Map.groupBy(once(rows), (row) => row.sessionId)) {
    const events = own.toSorted((a, b) => before(a, b, ['ts', 'eventId']))
    const [first] = events as [LakeRow]
    const last = events.at(-1) as LakeRow
    let engaged = 0
    for (const [, ofTab] of Map.groupBy(events, ({ tabId }) => tabId)) {
      for (const [at, { ts }] of ofTab.entries())
        if (at > 0) engaged += Math.min(ts - (ofTab[at - 1]?.ts ?? 0), 30_000)
    }
    const durationMs = last.ts - first.ts
    const withUrl = events.filter(({ url }) => url !== undefined)
    const [view] = events.filter(isView)
    // A copy of the first event that counts in its stead has the same address.
    const arrival = arrivals.get(sessionId)
    const arrived = withUrl[0] && withUrl[0].seq === 0
    found.push({
      sessionId,
      visitorId: first.visitorId,
      userId: events.findLast(({ userId }) => userId !== undefined)?.userId ?? null,
      person: '',
      isUser: false,
      startedAt: first.ts,
      lastSeenAt: last.ts,
      durationMs,
      engagedMs: Math.min(engaged, durationMs),
      events,
      views: events.filter(isView).length,
      ownEvents: events.filter(isOwn).length,
      entryPath: withUrl[0] ? pathOf(withUrl[0]) : null,
      exitPath: withUrl.length > 0 ? pathOf(withUrl.at(-1) as LakeRow) : null,
      source: arrived ? (arrival?.source ?? '') : 'direct',
      channel: arrived ? (arrival?.channel ?? '') : 'Direct',
      bot: events.some(({ bot }) => bot),
      language: view ? String(view.props['language']) : null,
      screen: view ? `${view.props['screenWidth']}x${view.props['screenHeight']}` : null,
      first,
    })
  }
  const users = new Map<string, string>()
  for (const { visitorId, userId } of once(rows).toSorted((a, b) => before(a, b, ['ts', 'eventId'])))
    if (userId !== undefined && !users.has(visitorId)) users.set(visitorId, userId)
  for (const session of found) {
    const user = session.userId ?? users.get(session.visitorId)
    session.person = user ?? session.visitorId
    session.isUser = user !== undefined
  }
  return found
}

export type Asked = {
  from: number
  to: number
  bots?: 'exclude' | 'include' | 'only'
  /** Whether an event is asked for. */
  where?: (event: LakeRow, session: OracleSession) => boolean
}

/** The events asked for, each with its session. */
export const asked = (
  sessions: OracleSession[],
  { from, to, bots = 'exclude', where = () => true }: Asked,
): { event: LakeRow; session: OracleSession }[] =>
  sessions
    .filter(({ bot }) => bots === 'include' || bot === (bots === 'only'))
    .flatMap((session) => session.events.map((event) => ({ event, session })))
    .filter(({ event, session }) => event.ts >= from && event.ts < to && where(event, session))

const BOUNCES = {
  engaged: ({ views, ownEvents, engagedMs }: OracleSession) =>
    views <= 1 && ownEvents === 0 && engagedMs < 10_000,
  strict: ({ views, ownEvents }: OracleSession) => views <= 1 && ownEvents === 0,
  views: ({ views }: OracleSession) => views === 1,
}

/** `began` are the sessions that count as such. */
export const figures = (
  found: { event: LakeRow; session: OracleSession }[],
  began: OracleSession[],
  mode: keyof typeof BOUNCES = 'engaged',
) => {
  const sessions = began.length
  const views = found.filter(({ event }) => isView(event)).length
  const bounces = began.filter(BOUNCES[mode]).length
  const mean = (sum: number) => (sessions === 0 ? null : sum / sessions)
  const total = (of: (session: OracleSession) => number) => began.reduce((sum, one) => sum + of(one), 0)
  return {
    visitors: new Set(found.map(({ session }) => session.person)).size,
    sessions,
    views,
    events: found.length,
    bounces,
    bounceRate: mean(bounces),
    durationMs: mean(total(({ durationMs }) => durationMs)),
    engagedMs: mean(total(({ engagedMs }) => engagedMs)),
    viewsPerSession: mean(views),
    eventsPerSession: mean(found.length),
  }
}

/** Of the sessions with an event among these, those that began in the range. */
export const beganIn = (found: { session: OracleSession }[], { from, to }: Asked): OracleSession[] =>
  [...new Set(found.map(({ session }) => session))].filter(
    ({ startedAt }) => startedAt >= from && startedAt < to,
  )
