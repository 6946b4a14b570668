// A replay as a share shows it: within its bounds, and without what leads to whoever was recorded.
import { REPLAY_ACTIVITY_SLOTS } from '../limits.ts'
import type { Replay } from '../replay/replay.ts'
import { originIn } from '../text/url-parts.ts'
import type { Share } from './share.ts'

export type Bounds = { from: number; to: number }

/** Undefined when nothing of the replay lies within them. */
export const boundsOf = (
  { from, to }: Pick<Share, 'from' | 'to'>,
  replay: Pick<Replay, 'from' | 'to'>,
): Bounds | undefined => {
  const bounds = {
    from: Math.max(from ?? replay.from, replay.from),
    to: Math.min(to ?? replay.to, replay.to),
  }
  return bounds.from <= bounds.to ? bounds : undefined
}

/** `alias` stands for the session: with the real id a page of its site could ask for its user. */
export const sharedReplay = (
  replay: Replay,
  share: Pick<Share, 'mask' | 'withInspector' | 'expiresAt'>,
  bounds: Bounds,
  alias: string,
): Replay => {
  const { from, to } = bounds
  const within = ({ from: start, to: end }: Bounds): boolean => end >= from && start <= to
  const cut = <Span extends Bounds>(span: Span): Span => ({
    ...span,
    from: Math.max(span.from, from),
    to: Math.min(span.to, to),
  })
  const tabs = replay.tabs.filter(within).map(cut)
  const known = new Set(tabs.map(({ tabId }) => tabId))
  return {
    ...replay,
    sessionId: alias,
    from,
    to,
    durationMs: to - from,
    live: false,
    expiresAt: Math.min(share.expiresAt, replay.expiresAt ?? share.expiresAt),
    tabs,
    segments: segmentsWithin(replay.segments, bounds),
    pages: replay.pages
      .filter(within)
      .map(cut)
      .map((page) => (share.mask === 'all_text' ? { ...page, url: originOf(page.url) } : page)),
    markers: replay.markers
      .filter(({ ts, kind }) => ts >= from && ts <= to && (share.withInspector || kind !== 'network'))
      .map((marker) => ({
        ...marker,
        eventId: null,
        name: !share.withInspector && marker.kind === 'error' ? 'error' : marker.name,
      })),
    gaps: replay.gaps.filter(within).map(cut),
    activity: activityWithin(replay, bounds),
    dropped: replay.dropped.filter(({ tabId }) => tabId === null || known.has(tabId)),
  }
}

/** Of each tab also the last one before the beginning: what it left on the screen is still seen then. */
const segmentsWithin = (segments: Replay['segments'], { from, to }: Bounds): Replay['segments'] => {
  const standing = new Map<string, string>()
  for (const { tabId, name, from: start } of segments) if (start <= from) standing.set(tabId, name)
  return segments
    .filter((one) => one.from <= to && (one.to >= from || standing.get(one.tabId) === one.name))
    .map((one) => ({ ...one, from: Math.max(one.from, from), to: Math.max(from, Math.min(one.to, to)) }))
}

/** Where on the site, may say who: `/users/ada`. */
export const originOf = (url: string): string => (originIn(url) ? `${originIn(url)}/…` : '')

/** The same counts in slots of the part that is shown, each shared out by the time that it covers. */
const activityWithin = ({ activity, from, durationMs }: Replay, bounds: Bounds): number[] => {
  const slotMs = durationMs / Math.max(activity.length, 1)
  const partMs = (bounds.to - bounds.from) / REPLAY_ACTIVITY_SLOTS
  if (slotMs <= 0 || partMs <= 0) return activity
  return Array.from({ length: REPLAY_ACTIVITY_SLOTS }, (_, nth) => {
    const start = bounds.from - from + nth * partMs
    const end = start + partMs
    let sum = 0
    for (let slot = Math.floor(start / slotMs); slot * slotMs < end; slot++) {
      const shared = Math.min(end, (slot + 1) * slotMs) - Math.max(start, slot * slotMs)
      if (shared > 0) sum += ((activity[slot] ?? 0) * shared) / slotMs
    }
    return sum
  })
}
