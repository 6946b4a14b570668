// Cuts the recording of one tab into segments of about a minute, each beginning with a snapshot folded up to there.
import { REPLAY_SEGMENT_MAX_CHARS, REPLAY_SEGMENT_MS } from '../limits.ts'
import { startFold } from './fold.ts'
import type { SegmentEntry } from './manifest.ts'
import { EVENT, FOLDED_FORMAT, isReplayEvent, type ReplayEvent } from './recording-format.ts'
import type { SegmentHead, SegmentLine } from './segment-line.ts'
import { startTabClock } from './tab-clock.ts'

/** A segment ready to be written: its file line by line, and what the manifest says of it. */
export type Segment = { lines: string[]; entry: Omit<SegmentEntry, 'bytes' | 'pack'> }

/** A batch of a tab's recording, its times by the page's clock. */
export type RecordedBatch = {
  seq: number
  receivedAt: number
  /** Undefined when the batch has no recording. */
  format: string | undefined
  events: readonly unknown[]
}

export type Segmenter = {
  /** In the order of `seq`. Yields the segments that it completes, one by one: each may be large. */
  push(batch: RecordedBatch): Generator<Segment>
  end(): Generator<Segment>
  /** Events that could not be placed in time, and steps that could not be folded. */
  dropped(): number
  skipped(): number
  /** Events that found no room. */
  cut(): number
}

export type SegmenterOptions = {
  /** Is told the time of every event. */
  note?: (ts: number) => void
  /** Whether another segment may be begun. */
  hasRoom?: () => boolean
}

type Picture = SegmentEntry['picture']
type OpenSegment = Segment & { chars: number; line: SegmentLine | undefined; moves: boolean }

export const startSegmenter = (
  tabId: string,
  offsetMs: number,
  { note = () => undefined, hasRoom = () => true }: SegmenterOptions = {},
): Segmenter => {
  const clock = startTabClock(offsetMs)
  let fold = startFold()
  let skippedBefore = 0
  let format = FOLDED_FORMAT
  let picture: Picture = 'none'
  let open: OpenSegment | undefined
  let index = 0
  let lastSeq: number | undefined
  let dropped = 0
  let cut = 0

  const openAt = (event: ReplayEvent, seq: number) => {
    const snapshot = event.type === EVENT.fullSnapshot ? [] : (fold.snapshot(event.timestamp) ?? [])
    const head = JSON.stringify({ v: 1, tabId, format, snapshot } satisfies SegmentHead)
    open = {
      lines: [head],
      chars: 0,
      line: undefined,
      moves: false,
      entry: {
        name: `${tabId}-${String(index++).padStart(5, '0')}.ndjson.gz`,
        tabId,
        format,
        from: event.timestamp,
        to: event.timestamp,
        picture,
        seqs: [seq, seq],
        snapshotEvents: snapshot.length,
        events: 0,
      },
    }
    return open
  }

  const endLine = () => {
    if (!open?.line) return
    const text = JSON.stringify(open.line)
    open.lines.push(text)
    open.chars += text.length
    open.line = undefined
  }

  function* close(): Generator<Segment> {
    endLine()
    if (!open) return
    const { lines, entry } = open
    open = undefined
    yield { lines, entry }
  }

  const isFull = (event: ReplayEvent): boolean =>
    open !== undefined &&
    (event.timestamp - open.entry.from >= REPLAY_SEGMENT_MS || open.chars >= REPLAY_SEGMENT_MAX_CHARS)

  const append = (event: ReplayEvent, seq: number, shiftMs: number) => {
    const segment = open ?? openAt(event, seq)
    if (segment.line?.seq !== seq || segment.line.shiftMs !== shiftMs) endLine()
    segment.line ??= { seq, shiftMs, events: [] }
    segment.line.events.push(event)
    segment.entry.to = event.timestamp
    segment.entry.seqs[1] = seq
    segment.entry.events++
    segment.moves ||= event.type === EVENT.incremental
    return segment
  }

  const foldIn = (event: ReplayEvent, segment: OpenSegment) => {
    if (format !== FOLDED_FORMAT) return
    fold.apply(event)
    if (event.type !== EVENT.fullSnapshot) return
    picture = fold.hasPicture() ? 'whole' : 'none'
    // The page itself begins here: nothing is seen of what was before.
    if (!segment.moves) segment.entry.picture = picture
  }

  const changeFormat = (to: string) => {
    skippedBefore += fold.skipped()
    fold = startFold()
    format = to
    picture = 'none'
  }

  function* push(batch: RecordedBatch): Generator<Segment> {
    if (batch.format !== undefined && batch.format !== format) {
      yield* close()
      changeFormat(batch.format)
    }
    // What a missing batch would have changed is unknown until the page is recorded whole again.
    if (lastSeq !== undefined && batch.seq !== lastSeq + 1 && picture === 'whole') picture = 'partial'
    lastSeq = batch.seq
    for (const value of batch.events) {
      if (!isReplayEvent(value)) {
        dropped++
        continue
      }
      const shiftMs = clock.shiftFor(value.timestamp, batch.receivedAt)
      const event = { ...value, timestamp: value.timestamp + shiftMs }
      if (isFull(event)) yield* close()
      if (!open && !hasRoom()) {
        cut++
        continue
      }
      foldIn(event, append(event, batch.seq, shiftMs))
      note(event.timestamp)
    }
    endLine()
  }

  return {
    push,
    end: close,
    dropped: () => dropped,
    skipped: () => skippedBefore + fold.skipped(),
    cut: () => cut,
  }
}
