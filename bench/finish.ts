// What finishing costs: folding and cutting a heavy hour of one tab, and packing its segments.
import { gzipSync } from 'node:zlib'
import { type RecordedBatch, type Segment, startSegmenter } from '../core/replay/segments.ts'
import { type RecordedPage, recordedMinute, recordedOpening } from './load/realistic-recording.ts'
import type { Benchmark, Row } from './measuring/benchmark.ts'
import { figure, median } from './measuring/statistics.ts'

const MINUTES = 60
const ROUNDS = 3
const START = Date.UTC(2026, 0, 1)
const TAB = '00000000-0000-4000-8000-000000000001'

const LOADS: RecordedPage[] = [
  { name: 'light: 300 rows', rows: 300, mutations: 60, moves: 60, inputs: 20 },
  { name: 'heavy: 3,000 rows', rows: 3_000, mutations: 1_200, moves: 120, inputs: 120 },
  { name: 'very heavy: 15,000 rows', rows: 15_000, mutations: 3_000, moves: 120, inputs: 120 },
]

/** As they come from storage: each batch parsed on its own. */
const batchTexts = (load: RecordedPage): string[] =>
  Array.from({ length: MINUTES }, (_, number) => {
    const opening = number === 0 ? recordedOpening(load, START) : []
    const events = [...opening, ...recordedMinute(load, START, number)]
    const receivedAt = START + (number + 1) * 60_000
    return JSON.stringify({ seq: number, receivedAt, format: 'rrweb-2', events } satisfies RecordedBatch)
  })

const measureOnce = (texts: readonly string[]) => {
  const heapBefore = process.memoryUsage.rss()
  let peak = heapBefore
  let bytes = 0
  let segments = 0
  const startedAt = performance.now()
  const segmenter = startSegmenter(TAB, 0)
  const keep = (done: Iterable<Segment>) => {
    for (const { lines } of done) {
      bytes += gzipSync(lines.join('\n')).byteLength
      segments++
      peak = Math.max(peak, process.memoryUsage.rss())
    }
  }
  for (const text of texts) keep(segmenter.push(JSON.parse(text)))
  keep(segmenter.end())
  return { ms: performance.now() - startedAt, bytes, segments, peakMiB: (peak - heapBefore) / 2 ** 20 }
}

export const benchmark: Benchmark = {
  title: 'Finishing an hour of one tab',
  measure: async ({ say }) => {
    const rows: Row[] = []
    for (const load of LOADS) {
      say(load.name)
      const texts = batchTexts(load)
      const recordedMb = texts.reduce((sum, text) => sum + text.length, 0) / 1e6
      measureOnce(texts.slice(0, 10))
      const runs = Array.from({ length: ROUNDS }, () => measureOnce(texts))
      const [first] = runs
      rows.push([
        load.name,
        figure(load.mutations + load.moves + load.inputs),
        figure((recordedMb / MINUTES) * 1000),
        String(first?.segments ?? 0),
        figure(((first?.bytes ?? 0) / 1e6 / MINUTES) * 1000),
        figure(median(runs.map(({ ms }) => ms)) / MINUTES),
        figure(Math.max(...runs.map(({ peakMiB }) => peakMiB))),
      ])
    }
    return {
      columns: [
        'page',
        'events a minute',
        'recorded kB a minute',
        'segments',
        'stored kB a minute',
        'ms a minute',
        'peak MiB above start',
      ],
      rows,
    }
  },
}
