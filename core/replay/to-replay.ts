// A replay as the API shows it, from the manifest of what is merged and from the session as it stands.
import type { SessionState } from '../sessions/session-state.ts'
import type { ReplayManifest, TabEntry } from './manifest.ts'
import type { Replay, ReplayDropped } from './replay.ts'
import { nameOfPlace, placeOf } from './segment-name.ts'

type Facts = {
  state: SessionState
  /** The recording is past its time, though it may not be cleared away yet. */
  expired: boolean
  /** When it will be; null for as long as it is pinned. */
  expiresAt: number | null
  complete: boolean
}

export const toReplay = (manifest: ReplayManifest | undefined, facts: Facts): Replay => {
  const { state, complete } = facts
  const isShown = !facts.expired
  const segments = isShown ? (manifest?.segments ?? []) : []
  const from = manifest?.from ?? state.startedAt
  const to = manifest?.to ?? state.lastSeenAt
  return {
    v: 1,
    sessionId: state.sessionId,
    merge: manifest?.merge ?? '',
    from,
    to,
    durationMs: to - from,
    live: state.endedAt === null,
    complete,
    expiresAt: segments.length > 0 ? facts.expiresAt : null,
    tabs: manifest ? tabsOf(manifest) : [],
    segments: segments.map((entry) => ({
      name: nameOfPlace(placeOf(manifest ?? { merge: '' }, entry)),
      tabId: entry.tabId,
      format: entry.format,
      from: entry.from,
      to: entry.to,
      bytes: entry.bytes,
      events: entry.events,
      picture: entry.picture,
    })),
    pages: manifest?.pages ?? [],
    // A request that failed is known from the recording alone.
    markers: (manifest?.markers ?? []).filter(({ kind }) => isShown || kind !== 'network'),
    markersCut: manifest?.markersCut ?? 0,
    gaps: manifest?.gaps ?? [],
    activity: manifest?.activity ?? [],
    dropped: [...(isShown ? [] : [EXPIRED]), ...(manifest ? droppedOf(manifest) : [])],
  }
}

/** From the first to the last that is known of each: of its recording, its pages and its marked events. */
const tabsOf = ({ tabs, segments, pages, markers, from }: ReplayManifest): Replay['tabs'] => {
  const spans = new Map<string, { from: number; to: number }>()
  const stretch = (tabId: string, from: number, to: number) => {
    const span = spans.get(tabId)
    spans.set(tabId, span ? { from: Math.min(span.from, from), to: Math.max(span.to, to) } : { from, to })
  }
  for (const one of [...segments, ...pages]) stretch(one.tabId, one.from, one.to)
  for (const { tabId, ts } of markers) stretch(tabId, ts, ts)
  return tabs.map(({ tabId }) => ({ tabId, ...(spans.get(tabId) ?? { from, to: from }) }))
}

const EXPIRED: ReplayDropped = {
  what: 'expired',
  count: 1,
  tabId: null,
  reason: null,
  text: 'The recording is older than the project keeps recordings.',
}

const droppedOf = ({ tabs, left = [], markersCut, unreadableParts }: ReplayManifest): ReplayDropped[] => {
  const of = (what: ReplayDropped['what'], count: number, tabId: string | null, text: string) =>
    count > 0 ? [{ what, count, tabId, reason: null, text }] : []
  return [
    ...left.map(({ what, tabId, reason, count }) => ({
      what,
      count,
      tabId,
      reason,
      text: LEFT[what](reason),
    })),
    ...tabs.flatMap((tab) => [
      ...of('missing_batches', missingIn(tab), tab.tabId, 'Parts of what the page sent never came.'),
      ...of('untimed', tab.dropped, tab.tabId, 'Recorded events had no time at which to show them.'),
      ...of('skipped', tab.skipped, tab.tabId, 'Recorded steps did not fit the page and were left out.'),
      ...of('cut', tab.cut, tab.tabId, 'The recording is longer than is kept of one session.'),
    ]),
    ...of('unreadable', unreadableParts, null, 'Parts of the session are stored but cannot be read.'),
    ...of('markers', markersCut, null, 'There are more marks than the time line has room for.'),
  ]
}

const LEFT: Record<'paused' | 'left_out', (reason: string) => string> = {
  paused: (reason) =>
    reason === 'storm'
      ? 'Recording paused because the page changed too much at once.'
      : 'Recording paused because it took too much of the page’s time.',
  left_out: (reason) => `The tracker left something out (${reason.replaceAll('_', ' ')}).`,
}

/** Batches between the first and the last that came. */
const missingIn = ({ seqs }: TabEntry): number =>
  seqs.reduce((sum, [first], at) => sum + (at > 0 ? first - (seqs[at - 1]?.[1] ?? first) - 1 : 0), 0)
