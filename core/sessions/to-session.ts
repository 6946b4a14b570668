// A session as the API shows it, from what is kept of it.
import { hostOf, queryParameter } from '../text/url-parts.ts'
import type { Session } from './session.ts'
import type { SessionState } from './session-state.ts'

export const toSession = (state: SessionState): Session => {
  const durationMs = state.lastSeenAt - state.startedAt
  return {
    sessionId: state.sessionId,
    projectId: state.projectId,
    visitorId: state.visitorId,
    userId: state.userId,
    startedAt: state.startedAt,
    lastSeenAt: state.lastSeenAt,
    endedAt: state.endedAt,
    durationMs,
    // Two tabs side by side count twice; nobody attends to a session for longer than it lasts.
    engagedMs: Math.min(state.engagedMs, durationMs),
    entryUrl: state.entryUrl,
    exitUrl: state.exitUrl,
    pages: state.pages.map(({ path }) => path),
    referrer: state.referrer,
    referrerHost: state.referrer === null ? null : hostOf(state.referrer),
    utm: utmOf(state.entryUrl ?? ''),
    events: state.events,
    eventNames: state.eventNames,
    lastEvent: state.lastEvent,
    activity: state.activity,
    pageViews: state.pageViews,
    clicks: state.clicks,
    rageClicks: state.rageClicks,
    deadClicks: state.deadClicks,
    errors: state.errors,
    hasReplay: state.hasReplay,
    browser: state.browser,
    os: state.os,
    device: state.device,
    country: state.country,
    region: state.region,
    city: state.city,
    bot: state.bot,
    pinned: state.pinned,
  }
}

/** Characters: what campaigns are named in reports. The entry's URL has it whole. */
const UTM_MAX_CHARS = 100

const utmOf = (url: string): Session['utm'] => {
  const of = (name: string) => queryParameter(url, `utm_${name}`)?.slice(0, UTM_MAX_CHARS) ?? null
  return {
    source: of('source'),
    medium: of('medium'),
    campaign: of('campaign'),
    term: of('term'),
    content: of('content'),
  }
}
