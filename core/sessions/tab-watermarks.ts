// Which batches of a session are counted already: the newest seq of each tab, for a bounded number of tabs.
import { SESSION_MAX_TABS } from '../limits.ts'
import type { SessionState } from './session-state.ts'

type Watermarks = Pick<SessionState, 'tabs' | 'forgottenUntil'>
type Delivery = { tabId: string; seq: number; receivedAt: number }
type Counted = Delivery & { lastAt: number | null }

/** A batch of a forgotten tab is told from one of a new tab by its age. */
export const isCounted = (
  { tabs, forgottenUntil }: Watermarks,
  { tabId, seq, receivedAt }: Delivery,
): boolean => {
  const watermark = tabs[tabId]
  return watermark ? seq <= watermark.seq : forgottenUntil !== null && receivedAt <= forgottenUntil
}

export const advance = (
  { tabs, forgottenUntil }: Watermarks,
  { tabId, seq, receivedAt, lastAt }: Counted,
): Watermarks => {
  const kept = { ...tabs, [tabId]: { seq, receivedAt, lastAt } }
  if (Object.keys(kept).length <= SESSION_MAX_TABS) return { tabs: kept, forgottenUntil }
  const [silentId, silent] = Object.entries(tabs).reduce((oldest, tab) =>
    tab[1].receivedAt < oldest[1].receivedAt ? tab : oldest,
  )
  delete kept[silentId]
  return { tabs: kept, forgottenUntil: Math.max(forgottenUntil ?? 0, silent.receivedAt) }
}
