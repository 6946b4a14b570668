// Writes one merge of a session, all but its manifest: of each tab the segments that stand are kept, the rest is cut anew.
import type { StampedBatch } from '../../core/ingest/stamped-batch.ts'
import { REPLAY_PACK_MAX_BYTES, REPLAY_SESSION_MAX_CHARS } from '../../core/limits.ts'
import { watchActivity } from '../../core/replay/activity.ts'
import type { ReplayManifest, SegmentEntry, TabEntry } from '../../core/replay/manifest.ts'
import type { ReplayEvent } from '../../core/replay/recording-format.ts'
import { packFile } from '../../core/replay/segment-name.ts'
import { type Segment, startSegmenter } from '../../core/replay/segments.ts'
import { rangesOf } from '../../core/replay/seq-ranges.ts'
import { gatherSideLines, type SideLine } from '../../core/replay/side-line.ts'
import { leftOf, markersOf, pagesOf } from '../../core/replay/time-line.ts'
import { eventsOf } from '../../core/sessions/session-events.ts'
import { planTab, type TabPlan } from './plan-tab.ts'
import { filesOf, type Merge, packSegment, type ReplayStore } from './replay.ts'
import { present, type Survey } from './session-survey.ts'

type Work = {
  merge: Merge
  survey: Survey
  previous: ReplayManifest | undefined
  /** Is told each event that is cut anew. */
  noted(tabId: string, event: ReplayEvent): void
  /** Asked before each segment is written: throws to end it. */
  beat(): void
}

export const writeMerge = async (
  replay: ReplayStore,
  { merge, survey, previous, noted, beat }: Work,
): Promise<ReplayManifest> => {
  const merged = previous ? present(await replay.readEvents(previous)) : []
  const batches = [...merged, ...survey.fresh]
  const plans: TabPlan[] = []
  for (const tab of tabsOf(batches)) plans.push(await planTab(tab, survey, previous))

  const keptOf = new Map(plans.map(({ tabId, kept }) => [tabId, kept.length]))
  const kept = (await sideLinesOf(replay, previous)).filter(
    ({ tabId, segment }) => segment < (keptOf.get(tabId) ?? 0),
  )
  const side = gatherSideLines(kept)
  const packs = startPacks(replay, merge)
  const segments: SegmentEntry[] = []
  const tabs: TabEntry[] = []
  let chars = plans.reduce(
    (sum, plan) => sum + plan.kept.reduce((of, { resume }) => of + charsOf(resume), 0),
    0,
  )
  for (const plan of plans) {
    segments.push(...plan.kept)
    const keep = async (done: Iterable<Segment>) => {
      for (const { lines, entry } of done) {
        beat()
        segments.push({ ...entry, ...(await packs.add(packSegment(lines))) })
        chars += entry.resume.chars
      }
    }
    const hasRoom = () => chars < REPLAY_SESSION_MAX_CHARS
    const note = (event: ReplayEvent, segment: number) => {
      side.note(plan.tabId, event, segment)
      noted(plan.tabId, event)
    }
    tabs.push(await writeTab({ plan, survey, keep, hasRoom, note }))
  }
  await packs.end()
  const sorted = plans.flatMap((plan) => plan.batches)
  const sideLines = side.all()
  await Promise.all([replay.writeEvents(merge, sorted), replay.writeSideEvents(merge, sideLines)])

  const events = eventsOf(sorted)
  const activity = watchActivity()
  for (const { ts } of events) activity.note(ts)
  for (const entry of segments) activity.noteSegment(entry)
  const { markers, cut } = markersOf(events, sideLines)
  const receivedAt = sorted[0]?.receivedAt ?? 0
  const span = activity.span() ?? { from: receivedAt, to: receivedAt }
  const manifest: ReplayManifest = {
    v: 1,
    ...merge,
    replaced: previous?.merge ?? null,
    ...span,
    durationMs: span.to - span.from,
    batches: sorted.length,
    events: events.length,
    tabs,
    segments,
    pages: pagesOf(events),
    markers,
    markersCut: cut,
    gaps: activity.gaps(),
    unreadableParts: survey.unreadable,
    activity: activity.slots(),
    sideEvents: sideLines.length,
    left: leftOf(events),
  }
  const needed = new Set(filesOf(manifest))
  return { ...manifest, stale: previous ? filesOf(previous).filter((file) => !needed.has(file)) : [] }
}

const charsOf = (resume: SegmentEntry['resume']): number => resume?.chars ?? 0

/** Of a version that wrote none there are none; those past their time are gone, and only they may be. */
const sideLinesOf = async (replay: ReplayStore, previous: ReplayManifest | undefined): Promise<SideLine[]> =>
  previous?.sideEvents === undefined ? [] : ((await replay.readSideEvents(previous)) ?? [])

/** Segments one behind the other in files of some megabytes. */
const startPacks = (replay: ReplayStore, merge: Merge) => {
  let nth = 0
  let packed: Uint8Array[] = []
  let from = 0
  const end = async () => {
    if (packed.length === 0) return
    await replay.writeSegments(merge, packFile(nth), packed)
    nth++
    packed = []
    from = 0
  }
  return {
    end,
    add: async (bytes: Uint8Array): Promise<Pick<SegmentEntry, 'pack' | 'merge' | 'bytes'>> => {
      const pack = { file: packFile(nth), from }
      packed.push(bytes)
      from += bytes.byteLength
      if (from >= REPLAY_PACK_MAX_BYTES) await end()
      return { pack, merge: merge.merge, bytes: bytes.byteLength }
    },
  }
}

/** The tabs in the order in which they were first heard of, the batches of each in order. */
const tabsOf = (batches: readonly StampedBatch[]): StampedBatch[][] =>
  [...Map.groupBy(batches, ({ tabId }) => tabId).values()]
    .map((tab) => tab.toSorted((a, b) => a.seq - b.seq))
    .toSorted((a, b) => firstHeard(a) - firstHeard(b) || (idOfTab(a) < idOfTab(b) ? -1 : 1))

const firstHeard = (tab: StampedBatch[]): number => tab[0]?.receivedAt ?? 0
const idOfTab = (tab: StampedBatch[]): string => tab[0]?.tabId ?? ''

type TabWork = {
  plan: TabPlan
  survey: Survey
  keep(done: Iterable<Segment>): Promise<void>
  hasRoom(): boolean
  note(event: ReplayEvent, segment: number): void
}

const writeTab = async ({ plan, survey, keep, hasRoom, note }: TabWork): Promise<TabEntry> => {
  if (plan.stands) return plan.stands
  const { tabId, batches, clockOffsetMs, before, again, from } = plan
  const segmenter = startSegmenter(tabId, clockOffsetMs, { note, hasRoom, ...(from && { from }) })
  for (const batch of batches) {
    // What came before is in the segments that are kept.
    if (from && batch.seq < from.entry.seqs[0]) continue
    await keep(segmenter.push(await survey.recordingOf(batch, again)))
  }
  await keep(segmenter.end())
  return {
    tabId,
    seqs: rangesOf(batches.map(({ seq }) => seq)),
    clockOffsetMs,
    dropped: segmenter.dropped() + (before?.dropped ?? 0),
    skipped: segmenter.skipped(),
    cut: segmenter.cut() + (before?.cut ?? 0),
  }
}
