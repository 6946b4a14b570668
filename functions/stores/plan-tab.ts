// How a tab is merged once more: which of its segments stand, and where cutting begins.
import type { StampedBatch } from '../../core/ingest/stamped-batch.ts'
import { REPLAY_CLOCK_SLACK_MS } from '../../core/limits.ts'
import type { ReplayManifest, SegmentEntry, TabEntry } from '../../core/replay/manifest.ts'
import type { SegmenterOptions } from '../../core/replay/segments.ts'
import { tabOffset } from '../../core/replay/tab-clock.ts'
import type { Survey } from './session-survey.ts'

export type TabPlan = {
  tabId: string
  batches: StampedBatch[]
  clockOffsetMs: number
  before: TabEntry | undefined
  /** Nothing came: it is as it was. */
  stands: TabEntry | undefined
  /** Segments that are left where they are, and those that are cut again from what is in them. */
  kept: SegmentEntry[]
  again: SegmentEntry[]
  from: SegmenterOptions['from']
}

/** The batches of one tab, all that are stored, in order. */
export const planTab = async (
  batches: StampedBatch[],
  survey: Survey,
  previous: ReplayManifest | undefined,
): Promise<TabPlan> => {
  const tabId = batches[0]?.tabId ?? ''
  const before = previous?.tabs.find((tab) => tab.tabId === tabId)
  const own = (previous?.segments ?? [])
    .filter((entry) => entry.tabId === tabId)
    .map((entry) => ({ ...entry, merge: entry.merge ?? previous?.merge }))
  const offset = tabOffset(batches.map((batch) => batch.clockOffsetMs))
  const whole: TabPlan = {
    tabId,
    batches,
    clockOffsetMs: offset,
    before,
    stands: undefined,
    kept: [],
    again: own,
    from: undefined,
  }
  // A version before this one kept nothing to go on from, and no side events.
  if (!before || previous?.sideEvents === undefined || own.some(({ resume }) => !resume)) return whole
  const fresh = survey.fresh.filter((batch) => batch.tabId === tabId).map(({ seq }) => seq)
  const placed = { ...whole, clockOffsetMs: before.clockOffsetMs }
  if (fresh.length === 0) return { ...placed, stands: before, kept: own, again: [] }
  // All of it would be placed otherwise.
  if (offset < before.clockOffsetMs - REPLAY_CLOCK_SLACK_MS) return whole

  // The first that is new may go on in the last segment that began before it, and changes nothing before that.
  const index = own.findLastIndex(({ seqs }) => seqs[0] < Math.min(...fresh))
  const entry = own[index]
  const file = entry && (await survey.openSegment(entry))
  if (!entry?.resume || !file) return whole
  return {
    ...placed,
    kept: own.slice(0, index),
    again: own.slice(index),
    from: { index, entry: { ...entry, resume: entry.resume }, snapshot: file.head.snapshot },
  }
}
