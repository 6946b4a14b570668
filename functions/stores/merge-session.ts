// Merges what is stored of a finished session: events into one object, its recording into segments, then a manifest,
// and only when that stands the originals go. Killed anywhere and begun again, it ends the same.
import type { StampedBatch } from '../../core/ingest/stamped-batch.ts'
import { REPLAY_PACK_MAX_BYTES, REPLAY_SESSION_MAX_CHARS } from '../../core/limits.ts'
import type { ReplayManifest, SegmentEntry, TabEntry } from '../../core/replay/manifest.ts'
import { type Segment, startSegmenter } from '../../core/replay/segments.ts'
import { rangesOf } from '../../core/replay/seq-ranges.ts'
import { tabOffset } from '../../core/replay/tab-clock.ts'
import { type Activity, markersOf, pagesOf, watchActivity } from '../../core/replay/time-line.ts'
import { eventsOf } from '../../core/sessions/session-events.ts'
import type { SessionState } from '../../core/sessions/session-state.ts'
import { type Merge, mergeName, packSegment } from './replay.ts'
import { type Stores, type Survey, surveySession } from './session-survey.ts'

export type MergeSession = ReturnType<typeof mergeSession>

/** Thrown where a run must end: what was written so far is written again by the next one. */
export class OutOfTime extends Error {}

export type MergeOptions = {
  /** Batches that are counted but not stored yet are waited for. */
  mayWait: boolean
  hasTime: () => boolean
}

export const mergeSession =
  ({ parts, replay }: Stores) =>
  async (
    { projectId, sessionId, tabs }: Pick<SessionState, 'projectId' | 'sessionId' | 'tabs'>,
    { mayWait, hasTime }: MergeOptions,
  ): Promise<'merged' | 'waiting'> => {
    const keys = await parts.list(projectId, sessionId)
    const found = await replay.readManifest(projectId, sessionId)
    const survey = await surveySession({ parts, replay }, keys, found?.manifest)
    if (mayWait && !hasAll(survey, tabs)) return 'waiting'

    let manifest = found?.manifest
    if (survey.fresh > 0) {
      const merge = { projectId, sessionId, merge: mergeName(manifest?.merge, survey.readable) }
      manifest = await write({ parts, replay }, merge, survey, manifest, hasTime)
      if (!(await replay.writeManifest(manifest, found?.revision))) {
        throw new Error('Another run merged this session first.')
      }
    }
    await parts.remove(survey.readable)
    if (manifest?.replaced) await replay.removeMerge({ projectId, sessionId, merge: manifest.replaced })
    return 'merged'
  }

/** The newest batch of each tab that was counted is stored, too: two consumers read the stream, each at its pace. */
const hasAll = ({ batches }: Survey, tabs: SessionState['tabs']): boolean => {
  const newest = new Map<string, number>()
  for (const { tabId, seq } of batches) newest.set(tabId, Math.max(newest.get(tabId) ?? 0, seq))
  return Object.entries(tabs).every(([tabId, { seq }]) => (newest.get(tabId) ?? -1) >= seq)
}

const write = async (
  { replay }: Stores,
  merge: Merge,
  survey: Survey,
  previous: ReplayManifest | undefined,
  hasTime: () => boolean,
): Promise<ReplayManifest> => {
  const activity = watchActivity()
  const segments: SegmentEntry[] = []
  let chars = 0
  let packs = 0
  let packed: Uint8Array[] = []
  let from = 0
  const writePack = async () => {
    if (packed.length === 0) return
    await replay.writeSegments(merge, packName(packs), packed)
    packs++
    packed = []
    from = 0
  }
  const keep = async (done: Iterable<Segment>) => {
    for (const { lines, entry } of done) {
      if (!hasTime()) throw new OutOfTime('The session is merged by the next run.')
      const bytes = packSegment(lines)
      segments.push({ ...entry, pack: { file: packName(packs), from }, bytes: bytes.byteLength })
      packed.push(bytes)
      from += bytes.byteLength
      if (from >= REPLAY_PACK_MAX_BYTES) await writePack()
      chars += lines.reduce((sum, line) => sum + line.length, 0)
    }
  }

  const tabs: TabEntry[] = []
  for (const batches of tabsOf(survey.batches)) {
    const hasRoom = () => chars < REPLAY_SESSION_MAX_CHARS
    tabs.push(await writeTab({ batches, survey, previous, keep, hasRoom, activity }))
  }
  await writePack()
  const batches = tabsOf(survey.batches).flat()
  await replay.writeEvents(merge, batches)

  const events = eventsOf(batches)
  for (const { ts } of events) activity.note(ts)
  const { markers, cut } = markersOf(events)
  const receivedAt = batches[0]?.receivedAt ?? 0
  const span = activity.span() ?? { from: receivedAt, to: receivedAt }
  return {
    v: 1,
    ...merge,
    replaced: previous?.merge ?? null,
    ...span,
    durationMs: span.to - span.from,
    batches: batches.length,
    events: events.length,
    tabs,
    segments,
    pages: pagesOf(events),
    markers,
    markersCut: cut,
    gaps: activity.gaps(),
    unreadableParts: survey.unreadable,
  }
}

const packName = (nth: number): string => `segments-${nth}.gz`

/** The tabs in the order in which they were first heard of, the batches of each in order. */
const tabsOf = (batches: readonly StampedBatch[]): StampedBatch[][] =>
  [...Map.groupBy(batches, ({ tabId }) => tabId).values()]
    .map((tab) => tab.toSorted((a, b) => a.seq - b.seq))
    .toSorted((a, b) => firstHeard(a) - firstHeard(b) || (idOfTab(a) < idOfTab(b) ? -1 : 1))

const firstHeard = (tab: StampedBatch[]): number => tab[0]?.receivedAt ?? 0
const idOfTab = (tab: StampedBatch[]): string => tab[0]?.tabId ?? ''

type TabWork = {
  batches: StampedBatch[]
  survey: Survey
  previous: ReplayManifest | undefined
  keep(done: Iterable<Segment>): Promise<void>
  hasRoom(): boolean
  activity: Activity
}

const writeTab = async ({
  batches,
  survey,
  previous,
  keep,
  hasRoom,
  activity,
}: TabWork): Promise<TabEntry> => {
  const tabId = idOfTab(batches)
  const clockOffsetMs = tabOffset(batches.map((batch) => batch.clockOffsetMs))
  const segmenter = startSegmenter(tabId, clockOffsetMs, { note: activity.note, hasRoom })
  for (const batch of batches) {
    await keep(segmenter.push(await survey.recordingOf(batch)))
  }
  await keep(segmenter.end())
  const before = previous?.tabs.find((tab) => tab.tabId === tabId)
  return {
    tabId,
    seqs: rangesOf(batches.map(({ seq }) => seq)),
    clockOffsetMs,
    dropped: segmenter.dropped() + (before?.dropped ?? 0),
    skipped: segmenter.skipped(),
    cut: segmenter.cut() + (before?.cut ?? 0),
  }
}
