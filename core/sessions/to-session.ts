// A session as the API shows it, from what is kept of it.
import type { Session } from './session.ts'
import type { SessionState } from './session-state.ts'

export const toSession = (state: SessionState): Session => ({
  sessionId: state.sessionId,
  projectId: state.projectId,
  visitorId: state.visitorId,
  userId: state.userId,
  startedAt: state.startedAt,
  lastSeenAt: state.lastSeenAt,
  endedAt: state.endedAt,
  durationMs: state.lastSeenAt - state.startedAt,
  entryUrl: state.entryUrl,
  exitUrl: state.exitUrl,
  referrer: state.referrer,
  events: state.events,
  pageViews: state.pageViews,
  clicks: state.clicks,
  errors: state.errors,
  hasReplay: state.hasReplay,
  browser: state.browser,
  os: state.os,
  device: state.device,
  country: state.country,
  bot: state.bot,
})
