// A side event as it lies in the file of all side events of a session: its place in the recording, and when it was.
import * as z from 'zod'
import { REPLAY_MAX_SIDE_CHARS, REPLAY_MAX_SIDE_EVENTS, SIDE_PAGE_MAX_CHARS } from '../limits.ts'
import type { ReplayEvent } from './recording-format.ts'
import type { SideEntry } from './replay.ts'
import { readSideEvent, type SideEvent } from './side-events.ts'

/** `nth` counts those of the tab; `segment` is the number of the segment that holds it. */
export type SideLine = SideEvent & { tabId: string; nth: number; segment: number }

/** Where one stands among all of its session: no two share one. */
export const sidePositionSchema = z.tuple([z.number(), z.uuid(), z.number().int().nonnegative()])
export type SidePosition = z.infer<typeof sidePositionSchema>

export const comparePlaces = (a: SidePosition, b: SidePosition): number =>
  a[0] - b[0] || (a[1] === b[1] ? a[2] - b[2] : a[1] < b[1] ? -1 : 1)

const positionOf = ({ at, tabId, nth }: SideLine): SidePosition => [at, tabId, nth]

export type SideLines = {
  note(tabId: string, event: ReplayEvent, segment: number): void
  /** Oldest first. */
  all(): SideLine[]
  /** Those that found no room. */
  cut(): number
}

/** Goes on from those that stand of an earlier merge. */
export const gatherSideLines = (kept: readonly SideLine[]): SideLines => {
  const lines = [...kept]
  let chars = kept.reduce((sum, line) => sum + sizeOf(line), 0)
  const next = new Map<string, number>()
  for (const { tabId, nth } of kept) next.set(tabId, Math.max(next.get(tabId) ?? 0, nth + 1))
  let cut = 0
  return {
    note: (tabId, event, segment) => {
      const side = readSideEvent(event)
      if (!side) return
      const nth = next.get(tabId) ?? 0
      const line: SideLine = { ...side, tabId, nth, segment }
      if (lines.length >= REPLAY_MAX_SIDE_EVENTS || chars >= REPLAY_MAX_SIDE_CHARS) {
        cut++
        return
      }
      next.set(tabId, nth + 1)
      chars += sizeOf(line)
      lines.push(line)
    },
    all: () => lines.sort((a, b) => comparePlaces(positionOf(a), positionOf(b))),
    cut: () => cut,
  }
}

const sizeOf = ({ payload }: SideLine): number => JSON.stringify(payload).length

type Page = { events: SideEntry[]; next: SidePosition | undefined }

export const pageOfSideLines = (
  lines: readonly SideLine[],
  { after, limit }: { after: SidePosition | undefined; limit: number },
): Page => {
  const from = after ? lines.findIndex((line) => comparePlaces(positionOf(line), after) > 0) : 0
  if (from < 0) return { events: [], next: undefined }
  const page: SideLine[] = []
  let chars = 0
  for (const line of lines.slice(from, from + limit)) {
    if (page.length > 0 && chars + sizeOf(line) > SIDE_PAGE_MAX_CHARS) break
    chars += sizeOf(line)
    page.push(line)
  }
  const last = page.at(-1)
  return {
    events: page.map(({ tabId, at, tag, payload }) => ({ tabId, at, tag, payload })),
    next: last && from + page.length < lines.length ? positionOf(last) : undefined,
  }
}
