// The time line of a session that nobody recorded, made of its events alone.
import { REPLAY_ACTIVITY_SLOTS } from '../../../../core/limits.ts'
import type { Replay } from '../../../../core/replay/replay.ts'
import { markersOf, pagesOf, watchActivity } from '../../../../core/replay/time-line.ts'
import type { Session } from '../../../../core/sessions/session.ts'
import type { SessionEvent } from '../../../../core/sessions/session-event.ts'

type Times = Pick<Session, 'sessionId' | 'startedAt' | 'lastSeenAt' | 'endedAt'>

const countSlots = (events: readonly SessionEvent[], from: number, to: number): number[] => {
  const slots = new Array<number>(REPLAY_ACTIVITY_SLOTS).fill(0)
  for (const { ts } of events) {
    const slot = Math.floor(((ts - from) / Math.max(1, to - from)) * slots.length)
    const at = Math.min(slots.length - 1, Math.max(0, slot))
    slots[at] = (slots[at] ?? 0) + 1
  }
  return slots
}

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
  const from = Math.min(session.startedAt, events[0]?.ts ?? session.startedAt)
  const to = Math.max(session.lastSeenAt, events.at(-1)?.ts ?? session.lastSeenAt)
  const activity = watchActivity()
  for (const { ts } of events) activity.note(ts)
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
    activity: countSlots(events, from, to),
    dropped: [],
  }
}
