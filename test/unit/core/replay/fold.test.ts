import fc from 'fast-check'
import { expect, test } from 'vitest'
import { startFold } from '../../../../core/replay/fold.ts'
import type { ReplayEvent } from '../../../../core/replay/recording-format.ts'
import { element, opening, recordings, START, text } from './recordings.ts'

const foldOf = (events: readonly ReplayEvent[]) => {
  const fold = startFold()
  for (const event of events) fold.apply(event)
  return fold
}

type Found = { id: number; attributes?: object; childNodes?: Found[] }

const show = (events: readonly ReplayEvent[], at = START) => foldOf(events).snapshot(at)
const nodeIn = (snapshot: ReplayEvent[] | undefined, id: number): Found | undefined => {
  const look = (node: Found): Found | undefined =>
    node.id === id ? node : (node.childNodes ?? []).map(look).find(Boolean)
  const whole = snapshot?.[1]?.data as { node: Found } | undefined
  return whole && look(whole.node)
}
const idsBelow = (snapshot: ReplayEvent[] | undefined, id: number) =>
  nodeIn(snapshot, id)?.childNodes?.map((child) => child.id)

const change = (parts: object): ReplayEvent => ({
  type: 3,
  timestamp: START,
  data: { source: 0, texts: [], attributes: [], removes: [], adds: [], ...parts },
})
const doing = (data: object): ReplayEvent => ({ type: 3, timestamp: START, data })

test('going on from a snapshot is the same as having seen everything, wherever it was made', () => {
  fc.assert(
    fc.property(recordings, fc.array(fc.nat(45), { maxLength: 4 }), (events, cuts) => {
      const end = START + 60_000
      const whole = show(events, end)
      let fold = startFold()
      for (const [index, event] of events.entries()) {
        const snapshot = cuts.includes(index) ? fold.snapshot(event.timestamp) : undefined
        if (snapshot) fold = foldOf(JSON.parse(JSON.stringify(snapshot)))
        fold.apply(event)
      }
      expect(fold.snapshot(end)).toEqual(whole)
    }),
    { numRuns: 2_000 },
  )
})

test('a snapshot of a snapshot is itself', () => {
  fc.assert(
    fc.property(recordings, (events) => {
      const once = show(events, START + 60_000) ?? []
      expect(show(once, START + 60_000)).toEqual(once)
    }),
    { numRuns: 2_000 },
  )
})

test('whatever an event says, the fold goes on, and changes no event', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(7), fc.nat(16), fc.json())), (made) => {
      const events = made.map(([type, source, json]): ReplayEvent => {
        const data = JSON.parse(json)
        return { type, timestamp: START, data: typeof data === 'object' ? { source, ...data } : data }
      })
      const before = JSON.stringify(events)
      foldOf([...opening(), ...events]).snapshot(START)
      expect(JSON.stringify(events)).toBe(before)
    }),
    { numRuns: 1_000 },
  )
})

test('nodes are placed before their next sibling, even when that comes later', () => {
  const add = (id: number, nextId: number | null) => ({ parentId: 9, nextId, node: element(id, 'li') })
  const events = [...opening(), change({ adds: [add(51, 52), add(52, 12), add(50, 51), add(53, null)] })]
  expect(idsBelow(show(events), 9)).toEqual([10, 50, 51, 52, 12, 53])
  expect(foldOf(events).skipped()).toBe(0)
})

test('a child named before its parent finds it', () => {
  const events = [
    ...opening(),
    change({
      adds: [
        { parentId: 50, nextId: null, node: text(51, 'hello') },
        { parentId: 9, nextId: 10, node: element(50, 'li') },
      ],
    }),
  ]
  expect(idsBelow(show(events), 9)).toEqual([50, 10, 12])
  expect(idsBelow(show(events), 50)).toEqual([51])
})

test('siblings that wait for each other are skipped and counted', () => {
  const add = (id: number, nextId: number) => ({ parentId: 9, nextId, node: element(id, 'li') })
  const fold = foldOf([...opening(), change({ adds: [add(50, 51), add(51, 50)] })])
  expect(idsBelow(fold.snapshot(START), 9)).toEqual([10, 12])
  expect(fold.skipped()).toBe(2)
})

test('a node cannot be put into itself', () => {
  const fold = foldOf([
    ...opening(),
    change({ adds: [{ parentId: 10, nextId: null, node: element(9, 'ul') }] }),
  ])
  expect(idsBelow(fold.snapshot(START), 9)).toEqual([10, 12])
  expect(fold.skipped()).toBe(1)
})

test('what is entered is told again after the snapshot, in the order in which it was entered', () => {
  const enter = (id: number, value: string) => doing({ source: 5, id, text: value, isChecked: false })
  const snapshot = show([...opening(), enter(13, 'a'), enter(14, 'b'), enter(13, 'c')])
  expect(snapshot?.slice(2).map(({ data }) => data)).toEqual([
    { source: 5, id: 14, text: 'b', isChecked: false },
    { source: 5, id: 13, text: 'c', isChecked: false },
  ])
})

test('single properties of a style are told again, in the order in which they were last set', () => {
  const style = (properties: object) =>
    change({ attributes: [{ id: 20, attributes: { style: properties } }] })
  const steps = [style({ 'margin-top': '2px', color: 'red' }), style({ margin: '3px', 'margin-top': false })]
  const told = show([...opening(), ...steps])?.[2]?.data as {
    attributes: [{ attributes: { style: object } }]
  }
  expect(Object.entries(told.attributes[0].attributes.style)).toEqual([
    ['color', 'red'],
    ['margin', '3px'],
    ['margin-top', false],
  ])
  const whole = change({ attributes: [{ id: 20, attributes: { style: 'color: blue' } }] })
  expect(show([...opening(), ...steps, whole])).toHaveLength(2)
})

test('scrolling is written as a recorder writes it, that of the page as its offset', () => {
  const snapshot = show([
    ...opening(),
    doing({ source: 3, id: 9, x: 0, y: 40 }),
    doing({ source: 3, id: 20, x: 0, y: 0 }),
    doing({ source: 3, id: 1, x: 5, y: 700 }),
  ])
  expect(nodeIn(snapshot, 9)?.attributes).toEqual({ class: 'list', rr_scrollTop: 40 })
  expect(nodeIn(snapshot, 20)?.attributes).toEqual({ style: 'margin: 1px' })
  expect(snapshot?.[1]?.data).toMatchObject({ initialOffset: { left: 5, top: 700 } })
})

test('the content of an iframe follows the snapshot, also when it came before its iframe', () => {
  const content = { type: 0, id: 60, childNodes: [{ ...element(61, 'html'), rootId: 60 }] }
  const attach = change({ adds: [{ parentId: 59, nextId: null, node: content }], isAttachIframe: true })
  const frame = change({ adds: [{ parentId: 8, nextId: null, node: element(59, 'iframe') }] })
  const snapshot = show([...opening(), attach, frame])
  expect(idsBelow(snapshot, 59)).toEqual([])
  expect(snapshot?.at(-1)?.data).toMatchObject({
    adds: [{ parentId: 59, node: content }],
    isAttachIframe: true,
  })
})

test('new text of a style element ends what scripts did to its sheet', () => {
  const rule = doing({ source: 8, id: 5, adds: [{ rule: 'i { top: 0px }', index: 0 }] })
  expect(show([...opening(), rule])).toHaveLength(3)
  const renewed = show([...opening(), rule, change({ texts: [{ id: 7, value: 'u { top: 1px }' }] })])
  expect(renewed).toHaveLength(2)
  expect(nodeIn(renewed, 5)?.childNodes).toMatchObject([
    { id: 6, textContent: 'a { color: red }' },
    { id: 7, textContent: 'u { top: 1px }' },
  ])
})

test('a rule that comes and goes a thousand times leaves nothing', () => {
  const blink = [
    doing({ source: 8, id: 5, adds: [{ rule: 'i { top: 0px }', index: 2 }] }),
    doing({ source: 8, id: 5, removes: [{ index: 2 }] }),
  ]
  const events = Array.from({ length: 1_000 }, () => blink).flat()
  expect(show([...opening(), ...events])).toHaveLength(2)
})

test('a medium that plays stands further on in a later snapshot', () => {
  const play = doing({ source: 7, id: 18, type: 0, currentTime: 10 })
  expect(nodeIn(show([...opening(), play], START + 5_000), 18)?.attributes).toMatchObject({
    rr_mediaState: 'played',
    rr_mediaCurrentTime: 15,
  })
})

test('a document deeper than browsers build one is cut off at that depth', () => {
  const adds = Array.from({ length: 2_000 }, (_, at) => ({
    parentId: at === 0 ? 8 : 99 + at,
    nextId: null,
    node: element(100 + at, 'div'),
  }))
  const fold = foldOf([...opening(), change({ adds })])
  expect(JSON.stringify(fold.snapshot(START))).toContain('"id":500')
  expect(fold.skipped()).toBeGreaterThan(1_400)
})
