// What a time line shows of a session's events: pages, markers, and what the tracker says that it left out.
import { isClick, isDeadClick, isError, isOwnEvent, isPageView, isRageClick } from '../events/event-names.ts'
import { REPLAY_MAX_MARKERS } from '../limits.ts'
import type { SessionEvent } from '../sessions/session-event.ts'
import type { Left, Marker, PageEntry } from './manifest.ts'
import type { SideLine } from './side-line.ts'

/** Where something is missing, or is there again: what was left out, and why, is in the event. */
const PAUSED = 'recording_paused'
const LEFT_OUT = 'tracker_dropped'
const OF_A_GAP = new Set([PAUSED, 'recording_resumed', LEFT_OUT])

/** Events and requests come oldest first. */
export const markersOf = (
  events: readonly SessionEvent[],
  requests: readonly SideLine[] = [],
): { markers: Marker[]; cut: number } => {
  const all = [...events.flatMap(markerOf), ...requests.flatMap(failureOf)].sort((a, b) => a.ts - b.ts)
  const spare = all.length - REPLAY_MAX_MARKERS
  if (spare <= 0) return { markers: all, cut: 0 }
  let toDrop = spare
  const rest = all.filter(({ kind }) => kind !== 'click' || toDrop-- <= 0)
  const markers = rest.slice(0, REPLAY_MAX_MARKERS)
  return { markers, cut: all.length - markers.length }
}

const markerOf = ({ ts, name, tabId, eventId }: SessionEvent): Marker[] => {
  const kind = kindOf(name)
  return kind ? [{ ts, kind, name, tabId, eventId }] : []
}

/** Characters of a request on a time line: its address may be longer, and is whole among the side events. */
const REQUEST_MAX_CHARS = 200

/** A request that was not answered, or answered with an error. */
const failureOf = ({ tabId, at, tag, payload }: SideLine): Marker[] => {
  if (tag !== 'playhead/request' || (payload.status > 0 && payload.status < 400)) return []
  const name = `${payload.method} ${payload.url.slice(0, REQUEST_MAX_CHARS)} ${payload.status}`
  return [{ ts: at, kind: 'network', name, tabId, eventId: null }]
}

const kindOf = (name: string): Marker['kind'] | undefined => {
  if (isPageView(name)) return 'page_view'
  if (isError(name)) return 'error'
  if (isRageClick(name)) return 'rage_click'
  if (isDeadClick(name)) return 'dead_click'
  if (isClick(name)) return 'click'
  if (OF_A_GAP.has(name)) return 'recording'
  return isOwnEvent(name) ? 'custom' : undefined
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

/** Characters of a reason, which any page may have made up, and reasons that are told of one session. */
const REASON_MAX_CHARS = 50
const MAX_REASONS = 100

/** What was left out, by tab and reason. */
export const leftOf = (events: readonly SessionEvent[]): Left[] => {
  const found = new Map<string, Left>()
  for (const { name, tabId, props } of events) {
    const reason = String(props['reason']).slice(0, REASON_MAX_CHARS)
    const isPause = name === PAUSED
    if (!isPause && name !== LEFT_OUT) continue
    const key = `${tabId} ${name} ${reason}`
    const left = found.get(key) ?? { what: isPause ? 'paused' : 'left_out', tabId, reason, count: 0 }
    const told = Number(props['count'])
    left.count += !isPause && Number.isSafeInteger(told) && told > 0 ? told : 1
    if (found.has(key) || found.size < MAX_REASONS) found.set(key, left)
  }
  return [...found.values()]
}
