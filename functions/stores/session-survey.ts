// What is stored of a session, merged or not, each batch once: its events, and where its recording lies.
import type { StampedBatch } from '../../core/ingest/stamped-batch.ts'
import type { ReplayManifest, SegmentEntry } from '../../core/replay/manifest.ts'
import { pageEventsOf, type SegmentFile } from '../../core/replay/segment-line.ts'
import type { RecordedBatch } from '../../core/replay/segments.ts'
import type { AssetStore } from './assets.ts'
import type { ReplayStore } from './replay.ts'
import { type SessionParts, UnreadablePart } from './session-parts.ts'

export type Stores = {
  parts: Pick<SessionParts, 'list' | 'read' | 'remove'>
  replay: ReplayStore
  /** Is left what the recording names beside itself; nothing is, where there is none. */
  assets?: Pick<AssetStore, 'putDue'>
}

export type Survey = {
  /** Of these parts, without their recording, that the manifest does not have yet. */
  fresh: StampedBatch[]
  /** Parts that could be read: once merged they may go. */
  readable: string[]
  unreadable: number
  /** Its recording; of a batch that is merged as far as these segments hold it. */
  recordingOf(batch: StampedBatch, segments: readonly SegmentEntry[]): Promise<RecordedBatch>
  /** Undefined when it is past its time: its manifest still names it, and it is gone. */
  openSegment(entry: SegmentEntry): Promise<SegmentFile | undefined>
}

/** Parts, or segments, held unpacked at once: tabs take turns in the same few. */
const HELD = 6

/**
 * Batches of parts that stay unpacked from the first look on: all of a common visit, so that each part is fetched once.
 * A batch has a megabyte at most, so this bounds memory.
 */
const KEPT_BATCHES = 60

const AT_ONCE = 16

export const surveySession = async (
  { parts, replay }: Stores,
  keys: readonly string[],
  previous: ReplayManifest | undefined,
): Promise<Survey> => {
  const isMerged = mergedIn(previous)
  const places = new Map<string, { batch: StampedBatch; part: string }>()
  const readable: string[] = []
  const kept = new Map<string, StampedBatch[]>()
  let keptBatches = 0
  for (let at = 0; at < keys.length; at += AT_ONCE) {
    const some = keys.slice(at, at + AT_ONCE)
    const found = await Promise.all(some.map((key) => readPart(parts, key)))
    for (const [index, part] of some.entries()) {
      const batches = found[index]
      if (!batches) continue
      readable.push(part)
      if (keptBatches + batches.length <= KEPT_BATCHES) {
        kept.set(part, batches)
        keptBatches += batches.length
      }
      for (const { replay: _recording, ...batch } of batches) {
        if (!isMerged(batch) && !places.has(nameOf(batch))) places.set(nameOf(batch), { batch, part })
      }
    }
  }
  const openPart = holding(HELD, async (key: string) => present(await parts.read(key)))
  const openNamed = holding(HELD, async (name: string): Promise<SegmentFile | undefined> => {
    const entry = previous?.segments.find((one) => one.name === name)
    const found = previous && entry && (await replay.readSegment(previous, entry))
    if (found) return found
    // Still named by the manifest: it was kept for as long as its project keeps recordings.
    const now = previous && (await replay.readManifest(previous.projectId, previous.sessionId))
    if (previous && now?.manifest.merge === previous.merge) return undefined
    return present<SegmentFile>(undefined)
  })
  const openSegment = (entry: SegmentEntry) => openNamed(entry.name)

  return {
    fresh: [...places.values()].map(({ batch }) => batch),
    readable,
    unreadable: keys.length - readable.length,
    openSegment,
    recordingOf: async (batch, segments) => {
      const part = places.get(nameOf(batch))?.part
      return part === undefined
        ? fromSegments(batch, segments, openSegment)
        : fromPart(batch, kept.get(part) ?? (await openPart(part)))
    },
  }
}

const nameOf = ({ tabId, seq }: Pick<StampedBatch, 'tabId' | 'seq'>): string => `${tabId}#${seq}`

const mergedIn = (previous: ReplayManifest | undefined) => {
  const ranges = new Map(previous?.tabs.map(({ tabId, seqs }) => [tabId, seqs]))
  return ({ tabId, seq }: StampedBatch): boolean =>
    (ranges.get(tabId) ?? []).some(([first, last]) => first <= seq && seq <= last)
}

const readPart = async (
  parts: Pick<SessionParts, 'read'>,
  key: string,
): Promise<StampedBatch[] | undefined> => {
  try {
    return present(await parts.read(key))
  } catch (error) {
    if (error instanceof UnreadablePart) return undefined
    throw error
  }
}

/** Thrown where another run merges the same session: this one must begin again. */
export class Overtaken extends Error {}

/** What is listed goes away only when another run merges it. */
export const present = <Found>(found: Found | undefined): Found => {
  if (found === undefined) throw new Overtaken('Another run merges this session.')
  return found
}

const fromPart = ({ tabId, seq, receivedAt }: StampedBatch, part: StampedBatch[]): RecordedBatch => {
  const recording = part.find((batch) => batch.tabId === tabId && batch.seq === seq)?.replay
  return { seq, receivedAt, format: recording?.format, events: recording?.events ?? [] }
}

const fromSegments = async (
  { tabId, seq, receivedAt }: StampedBatch,
  segments: readonly SegmentEntry[],
  open: (entry: SegmentEntry) => Promise<SegmentFile | undefined>,
): Promise<RecordedBatch> => {
  const batch: RecordedBatch & { events: unknown[] } = { seq, receivedAt, format: undefined, events: [] }
  for (const entry of segments) {
    if (entry.tabId !== tabId || entry.seqs[0] > seq || entry.seqs[1] < seq) continue
    const lines = (await open(entry))?.lines ?? []
    const own = lines.filter((line) => line.seq === seq).flatMap(pageEventsOf)
    if (own.length > 0) batch.format = entry.format
    for (const event of own) batch.events.push(event)
  }
  return batch
}

/** Remembers the last few results of a look-up. */
const holding = <Value>(most: number, look: (key: string) => Promise<Value>) => {
  const held = new Map<string, { value: Value }>()
  return async (key: string): Promise<Value> => {
    const found = held.get(key) ?? { value: await look(key) }
    held.delete(key)
    held.set(key, found)
    for (const oldest of held.keys()) if (held.size > most) held.delete(oldest)
    return found.value
  }
}
