// A session counted anew from its stored batches: the only way to count one that comes after its tab's later ones.
import type { StampedBatch } from '../ingest/stamped-batch.ts'
import { foldBatch } from '../sessions/fold-batch.ts'
import { finishSession } from '../sessions/session-rules.ts'
import type { SessionState } from '../sessions/session-state.ts'

export const recountSession = (
  batches: StampedBatch[],
  before: SessionState | undefined,
  now: number,
): SessionState | undefined => {
  const state = inOrder(batches).reduce<SessionState | undefined>(foldBatch, undefined)
  if (!state) return undefined
  const hasReplay = state.hasReplay || (before?.hasReplay ?? false)
  return finishSession({ ...state, hasReplay, pinned: before?.pinned ?? null }, now)
}

/** Everything that is counted is among what was counted anew: nothing of it is gone, or not stored yet. */
export const mayReplace = (before: SessionState | undefined, after: SessionState): boolean =>
  before === undefined ||
  (after.events >= before.events &&
    Object.entries(before.tabs).every(([tabId, { seq }]) => (after.tabs[tabId]?.seq ?? -1) >= seq))

/** Each (tab, seq) once, those of a tab by their seq whatever the clocks said, and tabs by when they came. */
const inOrder = (batches: StampedBatch[]): StampedBatch[] => {
  const first = new Map<string, StampedBatch>()
  for (const batch of batches) {
    const name = `${batch.tabId}#${batch.seq}`
    const known = first.get(name)
    if (!known || batch.receivedAt < known.receivedAt) first.set(name, batch)
  }
  const tabs = Map.groupBy(first.values(), ({ tabId }) => tabId)
  return [...tabs.values()]
    .flatMap((ofTab) => {
      let came = 0
      return ofTab
        .sort((a, b) => a.seq - b.seq)
        .map((batch) => {
          came = Math.max(came, batch.receivedAt)
          return { batch, came }
        })
    })
    .sort((a, b) => a.came - b.came)
    .map(({ batch }) => batch)
}
