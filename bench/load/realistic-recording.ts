// What a recorder sends of a lively list: a page of rows, and minutes in which rows, fields and the pointer move.
import type { ReplayEvent } from '../../core/replay/recording-format.ts'

/** A page of this many rows, each of six nodes, and what a lively minute of it brings. */
export type RecordedPage = { name: string; rows: number; mutations: number; moves: number; inputs: number }

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
export const recordedMinute = (load: RecordedPage, start: number, number: number): ReplayEvent[] => {
  const from = start + number * 60_000
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

/** What comes before the first minute. */
export const recordedOpening = ({ rows }: RecordedPage, start: number): ReplayEvent[] => [
  { type: 4, timestamp: start, data: { href: 'https://shop.example', width: 1_000, height: 700 } },
  { type: 2, timestamp: start, data: { node: page(rows), initialOffset: { top: 0, left: 0 } } },
]
