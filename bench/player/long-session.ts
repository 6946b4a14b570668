// Four hours of a lively page as one recording, and as the segments that the pipeline makes of it.
import { gzipSync } from 'node:zlib'
import type { ReplayEvent } from '../../core/replay/recording-format.ts'
import type { Replay } from '../../core/replay/replay.ts'
import { type Segment, startSegmenter } from '../../core/replay/segments.ts'
import { type RecordedPage, recordedMinute, recordedOpening } from '../load/realistic-recording.ts'

export const START = Date.UTC(2026, 0, 1)
const TAB = '00000000-0000-4000-8000-000000000001'

/** 2,083 events a minute: 500,000 in four hours. */
const PAGE: RecordedPage = { name: 'a lively list', rows: 600, mutations: 1_500, moves: 500, inputs: 83 }

export type LongSession = {
  replay: Replay
  segments: Map<string, Buffer>
  /** All events as one JSON text, for a player that takes everything: packed. */
  whole: Buffer
  events: number
  mb: number
}

export const longSession = (minutes: number): LongSession => {
  const segmenter = startSegmenter(TAB, 0)
  const files = new Map<string, Buffer>()
  const segments: Replay['segments'] = []
  const keep = (made: Iterable<Segment>) => {
    for (const { lines, entry } of made) {
      const name = `${'0'.repeat(24)}.${segments.length}`
      const bytes = gzipSync(lines.join('\n'))
      files.set(name, bytes)
      const { from, to, format, events, picture } = entry
      segments.push({ name, tabId: TAB, format, from, to, bytes: bytes.length, events, picture })
    }
  }
  const texts: string[] = []
  let count = 0
  for (let minute = 0; minute < minutes; minute++) {
    const opening = minute === 0 ? recordedOpening(PAGE, START) : []
    const events: ReplayEvent[] = [...opening, ...recordedMinute(PAGE, START, minute)]
    count += events.length
    texts.push(JSON.stringify(events).slice(1, -1))
    keep(
      segmenter.push({ seq: minute, receivedAt: START + (minute + 1) * 60_000, format: 'rrweb-2', events }),
    )
  }
  keep(segmenter.end())
  const text = `[${texts.join(',')}]`
  const from = START
  const to = START + minutes * 60_000
  return {
    replay: {
      v: 1,
      sessionId: TAB,
      merge: 'bench',
      from,
      to,
      durationMs: to - from,
      live: false,
      complete: true,
      expiresAt: null,
      tabs: [{ tabId: TAB, from, to }],
      segments,
      pages: [],
      markers: [],
      markersCut: 0,
      gaps: [],
      activity: [],
      dropped: [],
    },
    segments: files,
    whole: gzipSync(text, { level: 1 }),
    events: count,
    mb: text.length / 1_000_000,
  }
}
