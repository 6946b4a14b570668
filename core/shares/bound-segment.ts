// A segment as a share shows it: nothing of before or after, and beside the document only what was agreed to.
import { startFold } from '../replay/fold.ts'
import { FOLDED_FORMAT, type ReplayEvent } from '../replay/recording-format.ts'
import type { SegmentFile, SegmentLine } from '../replay/segment-line.ts'
import { startMasking } from './mask-events.ts'
import { isPause } from './pauses.ts'
import type { Share } from './share.ts'
import type { Bounds } from './shared-replay.ts'

export const boundSegment = (
  { head, lines }: SegmentFile,
  { mask, withInspector }: Pick<Share, 'mask' | 'withInspector'>,
  { from, to }: Bounds,
): SegmentFile => {
  // What we cannot read we can neither cut nor mask.
  if (head.format !== FOLDED_FORMAT) return { head: { ...head, snapshot: [] }, lines: [] }
  const began = head.snapshot[0]?.timestamp ?? Number.POSITIVE_INFINITY
  const fold = startFold()
  for (const event of head.snapshot) fold.apply(event)
  let isBefore = lines.some(({ events }) => events.some(({ timestamp }) => timestamp < from)) || began < from
  let snapshot = head.snapshot
  const cut: SegmentLine[] = []
  for (const line of lines) {
    const events: ReplayEvent[] = []
    for (const event of line.events) {
      if (isBefore && event.timestamp < from) {
        fold.apply(event)
        continue
      }
      if (isBefore) {
        isBefore = false
        snapshot = fold.snapshot(from) ?? []
      }
      if (event.timestamp > to) continue
      events.push(event.timestamp < from ? { ...event, timestamp: from } : event)
    }
    if (events.length > 0) cut.push({ ...line, events })
  }
  // All of it was before: what stands at the beginning is still seen.
  if (isBefore) snapshot = fold.snapshot(from) ?? []
  const pass = mask === 'all_text' ? startMasking() : withInspector ? asItIs : withoutAsides
  return {
    head: { ...head, snapshot: snapshot.flatMap(pass) },
    lines: cut.map((line) => ({ ...line, events: line.events.flatMap(pass) })),
  }
}

const asItIs = (event: ReplayEvent): ReplayEvent[] => [event]

/** Custom events and those of plug-ins: console, requests, errors. */
const ASIDES = new Set([5, 6])

export const withoutAsides = (event: ReplayEvent): ReplayEvent[] =>
  ASIDES.has(event.type) && !isPause(event) ? [] : [event]
