// What is to be read of each tab, in order: its segments, and, while the session runs, what came since.
import { recordOf } from '../../../core/replay/read-json.ts'
import { EVENT, isReplayEvent, type ReplayEvent } from '../../../core/replay/recording-format.ts'
import type { FrameReplay } from '../protocol.ts'
import { actionsOf, lastBefore } from './actions.ts'
import { inOrder, type SegmentContent } from './read-segment.ts'

export type Source = {
  name: string
  tabId: string
  from: number
  to: number
  picture: 'whole' | 'partial' | 'none'
  /** Its place among all of the tab: the next one goes on where it ends. */
  index: number
  /** Of a session that runs: there already, and growing. */
  live: boolean
}

export type Sources = {
  of(tabId: string): readonly Source[]
  /** The last that has begun by this moment, or else the first. */
  at(tabId: string, at: number): Source | undefined
  after(source: Source): Source | undefined
  before(source: Source): Source | undefined
  /** What came since the segments end. */
  live(tabId: string): SegmentContent | undefined
  add(tabId: string, events: readonly unknown[]): number
  setReplay(replay: FrameReplay): void
  end(): number
  /** More waits than should: the replay is to be read again. */
  isStale(): boolean
}

const STALE_MS = 90_000
const STALE_CHARS = 8_000_000
/** Beyond this the oldest goes, and the moment is lost until the replay is read again. */
const MAX_LIVE_EVENTS = 200_000

export const createSources = (first: FrameReplay): Sources => {
  let replay = first
  let byTab = new Map<string, Source[]>()
  const tails = new Map<string, SegmentContent>()

  const arrange = () => {
    byTab = new Map()
    for (const { name, tabId, from, to, picture } of replay.segments.toSorted((a, b) => a.from - b.from)) {
      const list = byTab.get(tabId) ?? []
      list.push({ name, tabId, from, to, picture, index: list.length, live: false })
      byTab.set(tabId, list)
    }
    for (const [tabId, tail] of tails) {
      const list = byTab.get(tabId) ?? []
      const stored = list.at(-1)?.to ?? Number.NEGATIVE_INFINITY
      tail.events = tail.events.filter(({ timestamp }) => timestamp > stored)
      tail.actions = actionsOf(tail.events)
      place(tabId, tail, list)
      byTab.set(tabId, list)
    }
  }

  const place = (tabId: string, tail: SegmentContent, list: Source[]) => {
    const [begin, end] = [tail.events[0], tail.events.at(-1)]
    if (list.at(-1)?.live) list.pop()
    if (!begin || !end) return
    const picture = begin.type === EVENT.fullSnapshot || list.length > 0 ? 'whole' : 'none'
    const index = list.length
    list.push({
      name: `live:${tabId}`,
      tabId,
      from: begin.timestamp,
      to: end.timestamp,
      picture,
      index,
      live: true,
    })
  }

  arrange()
  return {
    of: (tabId) => byTab.get(tabId) ?? [],
    at: (tabId, at) => {
      const list = byTab.get(tabId) ?? []
      return list[
        Math.max(
          0,
          lastBefore(list, at, ({ from }) => from),
        )
      ]
    },
    after: ({ tabId, index }) => byTab.get(tabId)?.[index + 1],
    before: ({ tabId, index }) => byTab.get(tabId)?.[index - 1],
    live: (tabId) => tails.get(tabId),
    add: (tabId, events) => {
      const tail = tails.get(tabId) ?? {
        snapshot: [],
        events: [],
        actions: actionsOf([]),
        chars: 0,
        malformed: 0,
      }
      const list = byTab.get(tabId) ?? []
      const stored = list.findLast(({ live }) => !live)?.to ?? Number.NEGATIVE_INFINITY
      const known = tail.events.at(-1)?.timestamp ?? stored
      const fresh = events.filter(
        (event): event is ReplayEvent =>
          isReplayEvent(event) && event.timestamp > stored && recordOf(event.data) !== undefined,
      )
      tail.events.push(...fresh)
      if ((fresh[0]?.timestamp ?? known) < known) inOrder(tail.events)
      tail.actions = actionsOf(tail.events)
      tail.chars += JSON.stringify(fresh).length
      const spare = tail.events.length - MAX_LIVE_EVENTS
      // Another object, so that whoever stands in the old one notices.
      const kept = spare > 0 ? { ...tail, events: tail.events.slice(spare) } : tail
      tails.set(tabId, kept)
      place(tabId, kept, list)
      byTab.set(tabId, list)
      return events.length - fresh.length
    },
    setReplay: (next) => {
      replay = next
      arrange()
    },
    end: () => Math.max(replay.to, ...[...tails.values()].map(({ events }) => events.at(-1)?.timestamp ?? 0)),
    isStale: () =>
      [...tails.values()].some(
        ({ events, chars }) =>
          chars > STALE_CHARS || (events.at(-1)?.timestamp ?? 0) - (events[0]?.timestamp ?? 0) > STALE_MS,
      ),
  }
}
