// The time line of a session that nobody recorded, made of its events alone.
import { watchActivity } from '../../../../core/replay/activity.ts'
import type { Replay } from '../../../../core/replay/replay.ts'
import { markersOf, pagesOf } from '../../../../core/replay/time-line.ts'
import type { Session } from '../../../../core/sessions/session.ts'
import type { SessionEvent } from '../../../../core/sessions/session-event.ts'

type Times = Pick<Session, 'sessionId' | 'startedAt' | 'lastSeenAt' | 'endedAt'>

const tabsOf = (events: readonly SessionEvent[]): Replay['tabs'] => {
  const tabs = new Map<string, Replay['tabs'][number]>()
  for (const { tabId, ts } of events) {
    const tab = tabs.get(tabId)
    if (tab) tab.to = ts
    else tabs.set(tabId, { tabId, from: ts, to: ts })
  }
  return [...tabs.values()]
}

/** Events come oldest first. */
export const replayOfEvents = (session: Times, events: readonly SessionEvent[]): Replay => {
  const activity = watchActivity()
  for (const { ts } of events) activity.note(ts)
  const { from, to } = activity.span() ?? { from: session.startedAt, to: session.lastSeenAt }
  const { markers, cut } = markersOf(events)
  return {
    v: 1,
    sessionId: session.sessionId,
    merge: '',
    from,
    to,
    durationMs: to - from,
    live: session.endedAt === null,
    complete: true,
    expiresAt: null,
    tabs: tabsOf(events),
    segments: [],
    pages: pagesOf(events),
    markers,
    markersCut: cut,
    gaps: activity.gaps(),
    activity: activity.slots(),
    dropped: [],
  }
}
