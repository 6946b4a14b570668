// The roll-up: what a session is after one more batch. A batch that is already counted changes nothing.
import type { StampedBatch, StampedEvent } from '../ingest/stamped-batch.ts'
import { NO_ACTIVITY } from './activity.ts'
import { engagedIn } from './engaged-time.ts'
import { foldEvent } from './fold-event.ts'
import { isRecent, remember } from './recent-events.ts'
import { isOver } from './session-rules.ts'
import type { SessionState } from './session-state.ts'
import { advance, isCounted } from './tab-watermarks.ts'

/**
 * Returns `state` itself when nothing changes, so that the caller can spare the write. Batches of a tab come in
 * their order; those of different tabs may come in any, and give the same session.
 */
export const foldBatch = (state: SessionState | undefined, batch: StampedBatch): SessionState => {
  const before = state ?? newSession(batch)
  if (isCounted(before, batch)) return before
  const events = batch.mayRepeat ? notYetCounted(before, batch.events) : batch.events
  const { engagedMs, lastAt } = engagedIn(events, before.tabs[batch.tabId]?.lastAt ?? null)
  const after = events.reduce(foldEvent, {
    ...before,
    ...spanOf(before, batch),
    ...clientOf(before, batch),
    ...rulesOf(before, batch),
    ...metadataOf(before, batch),
    ...(batch.mayRepeat && {
      recent: remember(
        before.recent,
        events.map(({ eventId }) => eventId),
      ),
    }),
    ...advance(before, { ...batch, lastAt }),
    engagedMs: before.engagedMs + engagedMs,
    mergedAt: null,
    hasReplay: before.hasReplay || (batch.replay?.events.length ?? 0) > 0,
  })
  if (batch.over) return { ...after, endedAt: after.lastSeenAt }
  return after.endedAt === null ? after : reopenOrStretch(after, batch.receivedAt)
}

const newSession = ({
  projectId,
  sessionId,
  visitorId,
  receivedAt,
  events,
  client,
}: StampedBatch): SessionState => ({
  v: 2,
  projectId,
  sessionId,
  visitorId,
  userId: null,
  userAt: null,
  startedAt: events[0]?.ts ?? receivedAt,
  lastSeenAt: events[0]?.ts ?? receivedAt,
  endedAt: null,
  entryUrl: null,
  entryAt: null,
  exitUrl: null,
  exitAt: null,
  pages: [],
  referrer: null,
  events: 0,
  eventNames: [],
  lastEvent: null,
  lastEventAt: 0,
  activity: NO_ACTIVITY,
  pageViews: 0,
  clicks: 0,
  rageClicks: 0,
  deadClicks: 0,
  errors: 0,
  engagedMs: 0,
  hasReplay: false,
  browser: client.browser,
  os: client.os,
  device: client.device,
  country: client.country ?? null,
  region: client.region ?? null,
  city: client.city ?? null,
  bot: client.bot,
  pinned: null,
  clientFrom: '~',
  tabs: {},
  forgottenUntil: null,
  idleMinutes: null,
  keepDays: null,
  rulesAt: 0,
  mergedAt: null,
  recent: '',
  metadata: null,
  metadataAt: 0,
})

/** Sent again in another batch, perhaps long after: the watermark of a tab does not know that. */
const notYetCounted = ({ recent }: SessionState, events: StampedEvent[]): StampedEvent[] =>
  events.filter(({ eventId }) => !isRecent(recent, eventId))

/** A batch of nothing but a recording tells that somebody was there when it came. */
const spanOf = ({ startedAt, lastSeenAt }: SessionState, { events, receivedAt, over }: StampedBatch) =>
  events.length > 0 || over
    ? {}
    : { startedAt: Math.min(startedAt, receivedAt), lastSeenAt: Math.max(lastSeenAt, receivedAt) }

const clientOf = (state: SessionState, { receivedAt, tabId, visitorId, client }: StampedBatch) => {
  const clientFrom = `${String(receivedAt).padStart(13, '0')}#${tabId}`
  if (clientFrom >= state.clientFrom) return {}
  return {
    clientFrom,
    visitorId,
    browser: client.browser,
    os: client.os,
    device: client.device,
    country: client.country ?? null,
    region: client.region ?? null,
    city: client.city ?? null,
    bot: client.bot,
  }
}

/** The newest say; of two that came at once, the more lasting. */
const rulesOf = (state: SessionState, { receivedAt, rules }: StampedBatch): Partial<SessionState> => {
  if (!rules || receivedAt < state.rulesAt) return {}
  const tie = receivedAt === state.rulesAt
  return {
    rulesAt: receivedAt,
    idleMinutes: Math.max(rules.idleMinutes, tie ? (state.idleMinutes ?? 0) : 0),
    keepDays: Math.max(rules.keepDays, tie ? (state.keepDays ?? 0) : 0),
  }
}

/** The newest says. */
const metadataOf = (
  { metadataAt }: SessionState,
  { receivedAt, metadata }: StampedBatch,
): Partial<SessionState> => (metadata && receivedAt >= metadataAt ? { metadata, metadataAt: receivedAt } : {})

/** A batch that comes after the session was closed: the visit went on, or this was under way for long. */
const reopenOrStretch = (state: SessionState, receivedAt: number): SessionState => ({
  ...state,
  endedAt: isOver(state, receivedAt) ? state.lastSeenAt : null,
})
