// Cuts the recording of one tab into segments of about a minute, each beginning with a snapshot folded up to there.
import { REPLAY_SEGMENT_MAX_CHARS, REPLAY_SEGMENT_MS } from '../limits.ts'
import { startFold } from './fold.ts'
import type { SegmentEntry } from './manifest.ts'
import { EVENT, FOLDED_FORMAT, isReplayEvent, type ReplayEvent } from './recording-format.ts'
import type { SegmentHead, SegmentLine } from './segment-line.ts'
import { type ClockState, startTabClock } from './tab-clock.ts'

/** A segment ready to be written: its file line by line, and what the manifest says of it. */
export type Segment = { lines: string[]; entry: Omit<Resumable, 'bytes' | 'pack' | 'merge'> }

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
  /** Is told every event, on our clock, with the number of its segment and the batch it came in. */
  note?: (event: ReplayEvent, segment: number, seq: number) => void
  /** Whether another segment may be begun. */
  hasRoom?: () => boolean
  /** Goes on from the beginning of this segment of an earlier merge, which is cut anew. */
  from?: { index: number; entry: Resumable; snapshot: readonly ReplayEvent[] }
}

/** A segment that an earlier merge wrote with all that is needed to go on from its beginning. */
export type Resumable = SegmentEntry & { resume: NonNullable<SegmentEntry['resume']> }

type Picture = SegmentEntry['picture']
type OpenSegment = Segment & { line: SegmentLine | undefined; moves: boolean }

export const startSegmenter = (
  tabId: string,
  offsetMs: number,
  { note = () => undefined, hasRoom = () => true, from }: SegmenterOptions = {},
): Segmenter => {
  const clock = startTabClock(offsetMs, from?.entry.resume)
  let fold = startFold()
  for (const event of from?.snapshot ?? []) fold.apply(event)
  let skippedBefore = from ? from.entry.resume.skipped - fold.skipped() : 0
  let format = from?.entry.format ?? FOLDED_FORMAT
  let picture: Picture = from?.entry.picture ?? 'none'
  let open: OpenSegment | undefined
  let index = from?.index ?? 0
  let lastSeq: number | undefined = from?.entry.seqs[0]
  let dropped = 0
  let cut = 0

  const skipped = () => skippedBefore + fold.skipped()

  /** What the page was just before. Of one that is recorded whole right now, where it is and how large is enough. */
  const pictureBefore = ({ type, timestamp }: ReplayEvent): ReplayEvent[] =>
    (type !== EVENT.fullSnapshot && fold.snapshot(timestamp)) || fold.meta(timestamp)

  const openAt = (event: ReplayEvent, seq: number, before: ClockState) => {
    const snapshot = pictureBefore(event)
    const head = JSON.stringify({ v: 1, tabId, format, snapshot } satisfies SegmentHead)
    open = {
      lines: [head],
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
        resume: { ...before, skipped: skipped(), chars: 0, activity: [] },
      },
    }
    return open
  }

  const endLine = () => {
    if (!open?.line) return
    const text = JSON.stringify(open.line)
    open.lines.push(text)
    open.entry.resume.chars += text.length
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
    (event.timestamp - open.entry.from >= REPLAY_SEGMENT_MS ||
      open.entry.resume.chars >= REPLAY_SEGMENT_MAX_CHARS)

  const append = (event: ReplayEvent, seq: number, shiftMs: number, before: ClockState) => {
    const segment = open ?? openAt(event, seq, before)
    if (segment.line?.seq !== seq || segment.line.shiftMs !== shiftMs) endLine()
    segment.line ??= { seq, shiftMs, events: [] }
    segment.line.events.push(event)
    segment.entry.to = event.timestamp
    segment.entry.seqs[1] = seq
    segment.entry.events++
    const { activity } = segment.entry.resume
    const second = Math.floor(event.timestamp / 1000) - Math.floor(segment.entry.from / 1000)
    while (activity.length <= second) activity.push(0)
    activity[second] = (activity[second] ?? 0) + 1
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
    if (lastSeq !== undefined && batch.seq > lastSeq + 1 && picture === 'whole') picture = 'partial'
    lastSeq = batch.seq
    for (const value of batch.events) {
      if (!isReplayEvent(value)) {
        dropped++
        continue
      }
      const before = clock.state()
      const shiftMs = clock.shiftFor(value.timestamp, batch.receivedAt)
      const event = { ...value, timestamp: value.timestamp + shiftMs }
      if (isFull(event)) yield* close()
      if (!open && !hasRoom()) {
        cut++
        continue
      }
      foldIn(event, append(event, batch.seq, shiftMs, before))
      note(event, index - 1, batch.seq)
    }
    endLine()
  }

  return {
    push,
    end: close,
    dropped: () => dropped,
    skipped,
    cut: () => cut,
  }
}
