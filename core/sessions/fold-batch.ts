// The roll-up: what a session is after one more batch. A batch that is already counted changes nothing.
import { isClick, isError, isPageView } from '../events/event-names.ts'
import type { StampedBatch, StampedEvent } from '../ingest/stamped-batch.ts'
import { isOver } from './session-rules.ts'
import type { SessionState } from './session-state.ts'
import { advance, isCounted } from './tab-watermarks.ts'

/** Returns `state` itself when nothing changes, so that the caller can spare the write. */
export const foldBatch = (state: SessionState | undefined, batch: StampedBatch): SessionState => {
  const before = state ?? newSession(batch)
  if (isCounted(before, batch)) return before
  const after = batch.events.reduce(foldEvent, {
    ...before,
    ...advance(before, batch),
    mergedAt: null,
    hasReplay: before.hasReplay || (batch.replay?.events.length ?? 0) > 0,
  })
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
  v: 1,
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
  referrer: null,
  events: 0,
  pageViews: 0,
  clicks: 0,
  errors: 0,
  hasReplay: false,
  browser: client.browser,
  os: client.os,
  device: client.device,
  country: client.country ?? null,
  bot: client.bot,
  tabs: {},
  forgottenUntil: null,
  mergedAt: null,
})

const foldEvent = (state: SessionState, { ts, name, url, referrer, userId }: StampedEvent): SessionState => ({
  ...state,
  startedAt: Math.min(state.startedAt, ts),
  lastSeenAt: Math.max(state.lastSeenAt, ts),
  events: state.events + 1,
  pageViews: state.pageViews + (isPageView(name) ? 1 : 0),
  clicks: state.clicks + (isClick(name) ? 1 : 0),
  errors: state.errors + (isError(name) ? 1 : 0),
  ...(url !== undefined &&
    ts < (state.entryAt ?? Number.POSITIVE_INFINITY) && {
      entryUrl: url,
      entryAt: ts,
      referrer: referrer ?? null,
    }),
  ...(url !== undefined && ts >= (state.exitAt ?? 0) && { exitUrl: url, exitAt: ts }),
  ...(userId !== undefined && ts >= (state.userAt ?? 0) && { userId, userAt: ts }),
})

/** A batch that comes after the session was closed: the visit went on, or this was under way for long. */
const reopenOrStretch = (state: SessionState, receivedAt: number): SessionState => ({
  ...state,
  endedAt: isOver(state, receivedAt) ? state.lastSeenAt : null,
})
