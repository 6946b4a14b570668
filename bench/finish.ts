// What finishing costs: folding and cutting a heavy hour of one tab, and packing its segments.
import { gzipSync } from 'node:zlib'
import type { ReplayEvent } from '../core/replay/recording-format.ts'
import { type RecordedBatch, type Segment, startSegmenter } from '../core/replay/segments.ts'
import type { Benchmark, Row } from './measuring/benchmark.ts'
import { figure, median } from './measuring/statistics.ts'

const MINUTES = 60
const ROUNDS = 3
const START = Date.UTC(2026, 0, 1)
const TAB = '00000000-0000-4000-8000-000000000001'

/** A page of this many rows, each of six nodes, and what a lively minute of it brings. */
type Load = { name: string; rows: number; mutations: number; moves: number; inputs: number }

const LOADS: Load[] = [
  { name: 'light: 300 rows', rows: 300, mutations: 60, moves: 60, inputs: 20 },
  { name: 'heavy: 3,000 rows', rows: 3_000, mutations: 1_200, moves: 120, inputs: 120 },
  { name: 'very heavy: 15,000 rows', rows: 15_000, mutations: 3_000, moves: 120, inputs: 120 },
]

const row = (id: number, word: string) => ({
  type: 2,
  id,
  tagName: 'li',
  attributes: { class: 'row item-in-a-list', 'data-key': String(id) },
  childNodes: [
    {
      type: 2,
      id: id + 1,
      tagName: 'a',
      attributes: { href: `https://shop.example/things/${id}` },
      childNodes: [{ type: 3, id: id + 2, textContent: `The thing with number ${id}, called ${word}` }],
    },
    {
      type: 2,
      id: id + 3,
      tagName: 'span',
      attributes: { style: 'color: rgb(20, 20, 20)' },
      childNodes: [{ type: 3, id: id + 4, textContent: word }],
    },
    { type: 2, id: id + 5, tagName: 'input', attributes: { type: 'text' }, childNodes: [] },
  ],
})

const LIST = 5
const FIRST_ROW = 10

const page = (rows: number) => ({
  type: 0,
  id: 1,
  childNodes: [
    {
      type: 2,
      id: 2,
      tagName: 'html',
      attributes: {},
      childNodes: [
        {
          type: 2,
          id: 4,
          tagName: 'body',
          attributes: {},
          childNodes: [
            {
              type: 2,
              id: LIST,
              tagName: 'ul',
              attributes: {},
              childNodes: Array.from({ length: rows }, (_, at) => row(FIRST_ROW + at * 10, 'first')),
            },
          ],
        },
      ],
    },
  ],
})

/** A minute of it: rows that are replaced, texts, classes and styles that change, the pointer and fields. */
const minute = (load: Load, number: number): ReplayEvent[] => {
  const from = START + number * 60_000
  const rowOf = (at: number) => FIRST_ROW + ((at * 7_919 + number * 104_729) % load.rows) * 10
  const spread = (count: number, make: (at: number) => object) =>
    Array.from({ length: count }, (_, at) => ({
      type: 3,
      timestamp: from + Math.floor((at * 60_000) / count),
      data: make(at),
    }))
  const mutation = (at: number) => {
    const id = rowOf(at)
    const replaced = at % 4 === 0
    return {
      source: 0,
      texts: replaced ? [] : [{ id: id + 4, value: `now ${at}` }],
      attributes: [
        { id: id + 3, attributes: { style: { color: `rgb(${at % 255}, 0, 0)` }, class: `c${at % 9}` } },
      ],
      removes: replaced ? [{ parentId: id, id: id + 1 }] : [],
      adds: replaced
        ? [
            {
              parentId: id,
              nextId: id + 3,
              node: { ...row(id, `again ${at}`).childNodes[0], childNodes: [] },
            },
            { parentId: id + 1, nextId: null, node: { type: 3, id: id + 2, textContent: `again ${at}` } },
          ]
        : [],
    }
  }
  const move = (at: number) => ({
    source: 1,
    positions: Array.from({ length: 10 }, (_, step) => ({
      x: (at * 31 + step) % 900,
      y: (at * 17 + step) % 600,
      id: LIST,
      timeOffset: step * 50 - 500,
    })),
  })
  const input = (at: number) => ({
    source: 5,
    id: rowOf(at % 10) + 5,
    text: `typed ${at}`,
    isChecked: false,
  })
  return [
    ...spread(load.mutations, mutation),
    ...spread(load.moves, move),
    ...spread(load.inputs, input),
  ].sort((a, b) => a.timestamp - b.timestamp)
}

/** As they come from storage: each batch parsed on its own. */
const batchTexts = (load: Load): string[] =>
  Array.from({ length: MINUTES }, (_, number) => {
    const opening = [
      { type: 4, timestamp: START, data: { href: 'https://shop.example', width: 1_000, height: 700 } },
      { type: 2, timestamp: START, data: { node: page(load.rows), initialOffset: { top: 0, left: 0 } } },
    ]
    const events = number === 0 ? [...opening, ...minute(load, number)] : minute(load, number)
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
