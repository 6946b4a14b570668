// Which of several tabs somebody was in at a moment, told by where things were done.
import type { FrameReplay } from '../protocol.ts'
import { lastBefore } from './actions.ts'

export type TabChoice = (at: number) => string | undefined

export const chooseTab = ({ tabs, segments, marks }: FrameReplay): TabChoice => {
  const recorded = new Map<string, { from: number; to: number }>()
  for (const { tabId, from, to } of segments) {
    const span = recorded.get(tabId)
    recorded.set(tabId, { from: Math.min(from, span?.from ?? from), to: Math.max(to, span?.to ?? to) })
  }
  const begins = [...recorded].map(([tabId, { from }]) => ({ at: from, tabId }))
  const done = [...marks.filter(({ tabId }) => recorded.has(tabId)), ...begins].sort((a, b) => a.at - b.at)
  const first = begins.toSorted((a, b) => a.at - b.at)[0]?.tabId ?? tabs[0]?.tabId

  return (at) => {
    const last = lastBefore(done, at, (one) => one.at)
    const active = done[last]?.tabId
    if (active === undefined) return first
    const isOver = (recorded.get(active)?.to ?? 0) < at
    if (!isOver) return active
    // It was closed: the one before it that still goes on is seen again.
    for (let index = last; index >= 0; index--) {
      const tabId = done[index]?.tabId
      const span = tabId === undefined ? undefined : recorded.get(tabId)
      if (span && span.to >= at && span.from <= at) return tabId
    }
    return active
  }
}
