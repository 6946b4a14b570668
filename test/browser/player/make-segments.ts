// Cuts a recording into segments as the pipeline does, and makes the replay that the API would tell of it.
import { gzipSync } from 'node:zlib'
import type { ReplayEvent } from '../../../core/replay/recording-format.ts'
import type { Replay } from '../../../core/replay/replay.ts'
import { startSegmenter } from '../../../core/replay/segments.ts'

export type MadeReplay = { replay: Replay; segments: Map<string, Buffer> }

export type RecordedTab = { tabId: string; events: readonly ReplayEvent[] }

const SESSION = '11111111-1111-4111-8111-111111111111'

export const makeReplay = (tabs: readonly RecordedTab[], more: Partial<Replay> = {}): MadeReplay => {
  const files = new Map<string, Buffer>()
  const segments: Replay['segments'] = []
  for (const { tabId, events } of tabs) {
    const segmenter = startSegmenter(tabId, 0)
    const receivedAt = events.at(-1)?.timestamp ?? 0
    const made = [...segmenter.push({ seq: 0, receivedAt, format: 'rrweb-2', events }), ...segmenter.end()]
    for (const [index, { lines, entry }] of made.entries()) {
      const name = `${'0'.repeat(24)}.${tabId}-${index}`
      const bytes = gzipSync(lines.join('\n'))
      files.set(name, bytes)
      const { from, to, format, events, picture } = entry
      segments.push({ name, tabId, format, from, to, bytes: bytes.length, events, picture })
    }
  }
  return { replay: replayOf(tabs, segments, more), segments: files }
}

/** One segment as it is, however malformed its lines are. */
export const rawReplay = (
  { tabId, lines }: { tabId: string; lines: readonly string[] },
  span: { from: number; to: number },
): MadeReplay => {
  const name = `${'0'.repeat(24)}.${tabId}-0`
  const bytes = gzipSync(lines.join('\n'))
  const entry = {
    name,
    tabId,
    format: 'rrweb-2',
    ...span,
    bytes: bytes.length,
    events: 1,
    picture: 'whole' as const,
  }
  return {
    replay: replayOf([{ tabId, events: [] }], [entry], { ...span, durationMs: span.to - span.from }),
    segments: new Map([[name, bytes]]),
  }
}

const replayOf = (
  tabs: readonly RecordedTab[],
  segments: Replay['segments'],
  more: Partial<Replay>,
): Replay => {
  const from = Math.min(...segments.map(({ from }) => from))
  const to = Math.max(...segments.map(({ to }) => to))
  return {
    v: 1,
    sessionId: SESSION,
    merge: 'm',
    from,
    to,
    durationMs: to - from,
    live: false,
    complete: true,
    expiresAt: null,
    tabs: tabs.map(({ tabId }) => ({ tabId, from, to })),
    segments,
    pages: [],
    markers: [],
    markersCut: 0,
    gaps: [],
    activity: [],
    dropped: [],
    ...more,
  }
}
