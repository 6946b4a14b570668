// A part of a recording by itself: nothing of before or after is in it, not even in the picture that it begins with.
import type { Replay } from '../../../../core/replay/replay.ts'
import type { SegmentFile } from '../../../../core/replay/segment-line.ts'
import { boundSegment } from '../../../../core/shares/bound-segment.ts'
import { type Bounds, boundsOf, sharedReplay } from '../../../../core/shares/shared-replay.ts'

/** A file shows no console and no requests, and the rest as it was recorded. */
const AS_FILE = { mask: 'as_recorded', withInspector: false } as const

/** Undefined where nothing was recorded between the two. */
export const cutReplay = (replay: Replay, part: Bounds): Replay | undefined => {
  const bounds = boundsOf(part, replay)
  const share = { ...AS_FILE, expiresAt: replay.expiresAt ?? Number.MAX_SAFE_INTEGER }
  return bounds && sharedReplay(replay, share, bounds, replay.sessionId)
}

const through = (bytes: ArrayBuffer | string, by: CompressionStream | DecompressionStream): Response =>
  new Response(new Blob([bytes]).stream().pipeThrough(by))

/** Of a segment as it is stored. */
export const cutSegment = async (packed: ArrayBuffer, { from, to }: Bounds): Promise<ArrayBuffer> => {
  const text = await through(packed, new DecompressionStream('gzip')).text()
  const [head, ...lines] = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
  const cut = boundSegment({ head, lines } as SegmentFile, AS_FILE, { from, to })
  const written = [cut.head, ...cut.lines].map((line) => `${JSON.stringify(line)}\n`).join('')
  return through(written, new CompressionStream('gzip')).arrayBuffer()
}
