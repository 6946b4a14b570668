// Which page was looked at when: the strip of pages below the time line, and the page at a moment.
import type { Replay } from '../../../../core/replay/replay.ts'

export type PageStretch = Replay['pages'][number]

/** A page of one tab ends where the next begins: in between somebody still looked at it. */
export const stretchesOf = (pages: readonly PageStretch[], to: number, tabId?: string): PageStretch[] => {
  const own = pages.filter((page) => tabId === undefined || page.tabId === tabId)
  const sorted = [...own].sort((a, b) => a.from - b.from)
  // A screenshot tells its page in a tab of its own: the same page again is no change.
  const changes = sorted.filter(({ url }, index) => url !== sorted[index - 1]?.url)
  return changes.map((page, index) => ({ ...page, to: Math.max(page.from, changes[index + 1]?.from ?? to) }))
}

export const stretchAt = (stretches: readonly PageStretch[], at: number): PageStretch | undefined =>
  stretches.findLast(({ from }) => from <= at) ?? stretches[0]
