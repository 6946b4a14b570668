// What a time line shows of a session's events: pages, markers, and where nothing happened.
import { isClick, isError, isPageView } from '../events/event-names.ts'
import { REPLAY_GAP_MS, REPLAY_MAX_MARKERS } from '../limits.ts'
import type { SessionEvent } from '../sessions/session-event.ts'
import type { Marker, PageEntry } from './manifest.ts'

/** What the tracker tells by itself and often; it says nothing on a time line. */
const UNMARKED = new Set(['scroll', 'mouse_move', 'heartbeat', 'page_leave', 'web_vital'])

/** Where the recording has a hole, or the end of one: what was left out, and why, is in the event. */
const OF_THE_RECORDING = new Set(['recording_paused', 'recording_resumed'])
const LOST_OF_IT = /^(?:record|value_|canvas_)/

export const markersOf = (events: readonly SessionEvent[]): { markers: Marker[]; cut: number } => {
  const all = events.flatMap(markerOf)
  const spare = all.length - REPLAY_MAX_MARKERS
  if (spare <= 0) return { markers: all, cut: 0 }
  let toDrop = spare
  const rest = all.filter(({ kind }) => kind !== 'click' || toDrop-- <= 0)
  const markers = rest.slice(0, REPLAY_MAX_MARKERS)
  return { markers, cut: all.length - markers.length }
}

const markerOf = ({ ts, name, tabId, eventId, props }: SessionEvent): Marker[] => {
  const isHole = name === 'tracker_dropped' && LOST_OF_IT.test(String(props['reason']))
  const kind = isHole ? 'recording' : kindOf(name)
  return kind ? [{ ts, kind, name, tabId, eventId }] : []
}

const kindOf = (name: string): Marker['kind'] | undefined => {
  if (isPageView(name)) return 'page_view'
  if (isError(name)) return 'error'
  if (name === 'rage_click') return 'rage_click'
  if (isClick(name)) return 'click'
  if (OF_THE_RECORDING.has(name)) return 'recording'
  return UNMARKED.has(name) ? undefined : 'custom'
}

/** Events come oldest first. A page lasts until the next one of its tab, or until the tab's last event. */
export const pagesOf = (events: readonly SessionEvent[]): PageEntry[] => {
  const pages: PageEntry[] = []
  const current = new Map<string, PageEntry>()
  for (const { ts, tabId, url } of events) {
    const page = current.get(tabId)
    if (page) page.to = ts
    if (url === undefined || url === page?.url) continue
    const next = { tabId, url, from: ts, to: ts }
    current.set(tabId, next)
    pages.push(next)
  }
  return pages
}

export type Activity = {
  note(ts: number): void
  span(): { from: number; to: number } | undefined
  gaps(): { from: number; to: number }[]
}

/** Remembers seconds, not events: a day has 86,400 of them. */
export const watchActivity = (): Activity => {
  const seconds = new Set<number>()
  let from = Number.POSITIVE_INFINITY
  let to = Number.NEGATIVE_INFINITY
  return {
    note: (ts) => {
      from = Math.min(from, ts)
      to = Math.max(to, ts)
      seconds.add(Math.floor(ts / 1000))
    },
    span: () => (seconds.size > 0 ? { from, to } : undefined),
    gaps: () => {
      const sorted = [...seconds].sort((a, b) => a - b)
      return sorted.flatMap((second, at) => {
        const before = sorted[at - 1]
        const gap = before !== undefined && (second - before - 1) * 1000 >= REPLAY_GAP_MS
        return gap ? [{ from: (before + 1) * 1000, to: second * 1000 }] : []
      })
    },
  }
}
