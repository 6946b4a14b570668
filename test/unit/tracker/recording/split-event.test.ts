import fc from 'fast-check'
import { expect, test } from 'vitest'
import { startFold } from '../../../../core/replay/fold.ts'
import type { ReplayEvent } from '../../../../core/replay/recording-format.ts'
import type { NodeJson, Recorded } from '../../../../tracker/src/recording/format.ts'
import { sizeOf, splitEvent } from '../../../../tracker/src/recording/split-event.ts'

const TAGS = ['div', 'p', 'ul', 'li', 'span', 'section']

type Shape = { text?: string; tag: number; shadow: boolean; children: Shape[] }

const leaf = fc.record({
  text: fc.string({ maxLength: 40 }),
  tag: fc.constant(0),
  shadow: fc.constant(false),
  children: fc.constant<Shape[]>([]),
})
const shape: fc.Memo<Shape> = fc.memo((depth) =>
  depth <= 1
    ? leaf
    : fc.oneof(
        leaf,
        fc.record({
          tag: fc.nat(TAGS.length - 1),
          shadow: fc.boolean(),
          children: fc.array(shape(depth - 1), { maxLength: 5 }),
        }),
      ),
)

/** A document as rrweb would have recorded it: of a shadow host first the children, then those of its shadow. */
const documentOf = (heads: Shape[], bodies: Shape[]): NodeJson => {
  let id = 1
  const toNode = ({ text, tag, shadow, children }: Shape): NodeJson => {
    if (text !== undefined) return { id: id++, type: 3, textContent: text }
    const node: NodeJson = {
      id: id++,
      type: 2,
      tagName: TAGS[tag] ?? 'div',
      attributes: { class: `c${id}` },
      childNodes: [],
    }
    const inner = children.map(toNode)
    const half = shadow ? Math.ceil(inner.length / 2) : inner.length
    if (shadow) Object.assign(node, { isShadowHost: true })
    for (const child of inner.slice(half)) child.isShadow = true
    node.childNodes = inner
    return node
  }
  const element = (tagName: string, make: () => NodeJson[]): NodeJson => {
    const node: NodeJson = { id: id++, type: 2, tagName, attributes: {}, childNodes: [] }
    node.childNodes = make()
    return node
  }
  return {
    id: id++,
    type: 0,
    childNodes: [
      element('html', () => [
        element('head', () => heads.map(toNode)),
        element('body', () => bodies.map(toNode)),
      ]),
    ],
  }
}

const foldOf = (events: Recorded[]) => {
  const fold = startFold()
  for (const event of events) fold.apply(event as unknown as ReplayEvent)
  expect(fold.skipped()).toBe(0)
  return fold.snapshot(0)
}

const trees = fc.tuple(
  fc.array(shape(3), { maxLength: 3 }),
  fc.array(shape(5), { minLength: 1, maxLength: 6 }),
)
const limits = fc.integer({ min: 400, max: 3_000 })

test('a snapshot in pieces folds to the very document that the whole one is', () => {
  fc.assert(
    fc.property(trees, limits, ([heads, bodies], maxChars) => {
      const node = documentOf(heads, bodies)
      const event: Recorded = { type: 2, timestamp: 5, data: { node, initialOffset: { top: 3, left: 0 } } }
      const pieces = splitEvent(structuredClone(event), maxChars)
      expect(foldOf(pieces)).toEqual(foldOf([event]))
      expect(pieces.every(({ timestamp }) => timestamp === 5)).toBe(true)
      if (sizeOf(event.data) > maxChars * 2) expect(pieces.length).toBeGreaterThan(1)
      for (const piece of pieces.slice(1)) expect(sizeOf(piece.data)).toBeLessThanOrEqual(maxChars + 200)
    }),
  )
})

test('so does the document of a frame, and a large mutation', () => {
  fc.assert(
    fc.property(trees, trees, limits, ([heads, bodies], [innerHeads, innerBodies], maxChars) => {
      const node = documentOf(heads, bodies)
      const frame: NodeJson = { id: 50_000, type: 2, tagName: 'iframe', attributes: {}, childNodes: [] }
      const body = node.childNodes?.[0]?.childNodes?.[1] as NodeJson
      body.childNodes?.push(frame)
      const shift = (inner: NodeJson): NodeJson => ({
        ...inner,
        id: inner.id + 60_000,
        ...(inner.type !== 0 && { rootId: 60_001 }),
        ...(inner.childNodes && { childNodes: inner.childNodes.map(shift) }),
      })
      const content = shift(documentOf(innerHeads, innerBodies))
      const none = { source: 0, texts: [], attributes: [], removes: [], adds: [] }
      const snapshot: Recorded = { type: 2, timestamp: 1, data: { node, initialOffset: { top: 0, left: 0 } } }
      const attach: Recorded = {
        type: 3,
        timestamp: 2,
        data: { ...none, adds: [{ parentId: 50_000, nextId: null, node: content }], isAttachIframe: true },
      }
      const rows = Array.from(
        { length: 40 },
        (_, at): NodeJson => ({ id: 70_000 + at, type: 3, textContent: `row ${at}` }),
      )
      const grow: Recorded = {
        type: 3,
        timestamp: 3,
        data: {
          ...none,
          removes: [],
          adds: rows.map((row, at) => ({
            parentId: body.id,
            nextId: at === 0 ? null : 70_000 + at - 1,
            node: row,
          })),
          texts: [{ id: 70_000, value: 'changed' }],
          attributes: [{ id: body.id, attributes: { class: 'wide' } }],
        },
      }
      const whole = [snapshot, attach, grow]
      const pieces = whole.flatMap((event) => splitEvent(structuredClone(event), maxChars))
      expect(foldOf(pieces)).toEqual(foldOf(whole))
    }),
    { numRuns: 40 },
  )
})
