// Recordings made up for the tests: a document, and steps that a recorder could have told of it.
import fc from 'fast-check'
import type { ReplayEvent } from '../../../../core/replay/recording-format.ts'

export const element = (
  id: number,
  tagName: string,
  attributes: object = {},
  childNodes: unknown[] = [],
) => ({
  type: 2,
  id,
  tagName,
  attributes,
  childNodes,
})
export const text = (id: number, textContent: string) => ({ type: 3, id, textContent })

/** A page with what the steps below touch. */
export const page = () => ({
  type: 0,
  id: 1,
  childNodes: [
    { type: 1, id: 2, name: 'html', publicId: '', systemId: '' },
    element(3, 'html', {}, [
      element(4, 'head', {}, [
        element(5, 'style', { _cssText: 'a { color: red }/* rr_split */b { top: 0px }' }, [
          text(6, ''),
          text(7, ''),
        ]),
      ]),
      element(8, 'body', {}, [
        element(9, 'ul', { class: 'list' }, [element(10, 'li', {}, [text(11, 'one')]), element(12, 'li')]),
        element(13, 'input', { type: 'text', value: 'typed' }),
        element(14, 'textarea', { value: 'long' }),
        { ...element(15, 'x-card', {}, [{ ...element(16, 'p'), isShadow: true }]), isShadowHost: true },
        element(17, 'iframe'),
        element(18, 'video', { rr_mediaState: 'paused', rr_mediaCurrentTime: 1, rr_mediaPlaybackRate: 1 }),
        element(19, 'canvas', { width: '10' }),
        element(20, 'div', { style: 'margin: 1px', rr_scrollTop: 12 }),
      ]),
    ]),
  ],
})

export const START = 1_000_000

export const opening = (at = START): ReplayEvent[] => [
  { type: 4, timestamp: at, data: { href: 'https://shop.example/', width: 800, height: 600 } },
  { type: 2, timestamp: at, data: { node: page(), initialOffset: { top: 0, left: 0 } } },
]

const ids = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constantFrom(-1, 0, 99))
const words = fc.constantFrom('', 'a', 'some text', 'width: 4px', 'b { left: 1px }')
const tags = fc.constantFrom(
  'li',
  'p',
  'div',
  'iframe',
  'style',
  'textarea',
  'input',
  'x-card',
  'canvas',
  'video',
)

const node = fc.oneof(
  fc.record({
    type: fc.constant(2),
    id: ids,
    tagName: tags,
    attributes: fc.dictionary(fc.constantFrom('class', 'style', 'value', '_cssText', '__proto__'), words),
    childNodes: fc.constant([]),
    isShadow: fc.constantFrom(undefined, true),
    rootId: fc.constantFrom(undefined, undefined, 30),
  }),
  fc.record({ type: fc.constantFrom(3, 5), id: ids, textContent: words }),
  ids.map((id) => ({
    type: 0,
    id,
    childNodes: [{ ...element(id + 1, 'html', { rr_scrollTop: 3 }, [text(id + 2, 'framed')]), rootId: id }],
  })),
)

const mutation = fc.record({
  source: fc.constant(0),
  removes: fc.array(fc.record({ id: ids, parentId: ids }), { maxLength: 3 }),
  adds: fc.array(
    fc.record({ parentId: ids, nextId: fc.option(ids), previousId: fc.constantFrom(undefined, 12), node }),
    { maxLength: 4 },
  ),
  texts: fc.array(fc.record({ id: ids, value: fc.option(words) }), { maxLength: 2 }),
  attributes: fc.array(
    fc.record({
      id: ids,
      attributes: fc.dictionary(
        fc.constantFrom('class', 'style', 'value', '_cssText', 'open'),
        fc.oneof(
          fc.option(words),
          fc.dictionary(
            fc.constantFrom('margin', 'margin-top', 'color', '__proto__'),
            fc.constantFrom('1px', false as const, ['red', 'important']),
          ),
        ),
      ),
    }),
    { maxLength: 2 },
  ),
})

/** Removes that fit the page above: made up at random they would rarely hit. */
const fittingRemove = fc
  .constantFrom([10, 9], [12, 9], [11, 10], [6, 5], [7, 5], [16, 15], [13, 8], [17, 8], [5, 4], [8, 3])
  .map(([id, parentId]) => ({
    source: 0,
    texts: [],
    attributes: [],
    adds: [],
    removes: [{ id, parentId }],
  }))

const index = fc.oneof(fc.nat(4), fc.array(fc.nat(3), { minLength: 1, maxLength: 2 }))
const sheet = fc.oneof(fc.constantFrom({ id: 5 }, { id: 5 }, { styleId: 1 }, { styleId: 2 }, { id: 9 }))
const sheetStep = fc
  .tuple(
    sheet,
    fc.oneof(
      fc.record({
        source: fc.constant(8),
        adds: fc.array(fc.record({ rule: words, index }), { maxLength: 2 }),
      }),
      fc.record({ source: fc.constant(8), removes: fc.array(fc.record({ index }), { maxLength: 2 }) }),
      fc.record({ source: fc.constant(8), replaceSync: words }),
      fc.record({
        source: fc.constant(13),
        index: fc.array(fc.nat(2), { maxLength: 2 }),
        set: fc.record({ property: fc.constantFrom('top', 'left'), value: words }),
      }),
    ),
  )
  .map(([target, step]) => ({ ...target, ...step }))

const state = fc.oneof(
  fc.record({ source: fc.constant(5), id: ids, text: words, isChecked: fc.boolean() }),
  fc.record({ source: fc.constant(3), id: ids, x: fc.nat(3), y: fc.nat(300) }),
  fc.record({ source: fc.constant(4), width: fc.nat(2_000), height: fc.nat(2_000) }),
  fc.record({ source: fc.constant(7), id: fc.constant(18), type: fc.nat(4), currentTime: fc.nat(9) }),
  fc.record({ source: fc.constant(9), id: fc.constant(19), type: fc.constant(0), commands: fc.constant([]) }),
  fc.record({ source: fc.constant(10), family: words, fontSource: words }),
  fc.record({ source: fc.constant(1), positions: fc.constant([{ x: 1, y: 2, id: 9, timeOffset: -5 }]) }),
  fc.record({
    source: fc.constant(15),
    id: fc.constantFrom(1, 15, 30),
    styles: fc.constantFrom(
      undefined,
      [{ styleId: 1, rules: [{ rule: 'i { top: 1px }', index: 0 }] }],
      [{ styleId: 2, rules: [] }],
    ),
    styleIds: fc.constantFrom([], [1], [2, 1]),
  }),
)

export const step = fc.oneof(
  { weight: 4, arbitrary: mutation },
  { weight: 2, arbitrary: fittingRemove },
  { weight: 2, arbitrary: sheetStep },
  { weight: 4, arbitrary: state },
)

/** Steps a second apart, sometimes with another page between them. */
export const recordings = fc
  .array(fc.oneof({ weight: 30, arbitrary: step }, { weight: 1, arbitrary: fc.constant(undefined) }), {
    maxLength: 40,
  })
  .map((steps): ReplayEvent[] => [
    ...opening(),
    ...steps.flatMap((data, at): ReplayEvent[] => {
      const timestamp = START + (at + 1) * 1_000
      return data === undefined
        ? opening().map((event) => ({ ...event, timestamp }))
        : [{ type: 3, timestamp, data }]
    }),
  ])
