import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { readFrameMessage, readHostMessage } from '../../../../dashboard/player/protocol.ts'

const OPEN = {
  kind: 'open',
  protocol: 1,
  replay: { from: 1, to: 2, live: false, tabs: [], segments: [], marks: [], gaps: [] },
  options: { at: 1, playing: false, speed: 1, skipInactivity: true, trail: true, tabId: null },
}

test('what each side says to the other is taken', () => {
  for (const message of [
    OPEN,
    { kind: 'segment', name: 'a', bytes: new ArrayBuffer(3) },
    { kind: 'seek', at: 5 },
    { kind: 'tab', tabId: 'follow' },
    { kind: 'speed', factor: 0.5 },
    { kind: 'highlight' },
    { kind: 'highlight', nodeId: 5 },
    { kind: 'live_events', tabId: 'a', events: [{}] },
  ])
    expect(readHostMessage(message)).toBe(message)
  for (const message of [
    { kind: 'ready', protocol: 1 },
    { kind: 'need', names: ['a'] },
    { kind: 'rendered', at: 5, tabId: 'a', picture: 'whole' },
    {
      kind: 'tree',
      nodes: [{ id: 1, parentId: null, name: 'p', text: '', attributes: [['a', 'b']] }],
      cut: 0,
    },
  ])
    expect(readFrameMessage(message)).toBe(message)
})

test.each([
  ['another protocol', { ...OPEN, protocol: 2 }],
  ['a speed that there is none of', { kind: 'speed', factor: 3 }],
  ['a time that is none', { kind: 'seek', at: Number.NaN }],
  ['bytes that are none', { kind: 'segment', name: 'a', bytes: 'x' }],
  ['a name without end', { kind: 'segment_failed', name: 'x'.repeat(10_000) }],
  [
    'more live events than one message has',
    { kind: 'live_events', tabId: 'a', events: Array(100_000).fill(0) },
  ],
  ['a kind of the prototype', { kind: 'constructor' }],
  ['a kind of the other side', { kind: 'rendered', at: 5, tabId: 'a', picture: 'whole' }],
  ['fields of the prototype', Object.create({ kind: 'seek', at: 5 })],
])('the frame does not hear %s', (_, message) => {
  expect(readHostMessage(message)).toBeUndefined()
})

test.each([
  ['a sentence without end', { kind: 'problem', code: 'internal', message: 'x'.repeat(501) }],
  ['a word of its own for a problem', { kind: 'problem', code: '<b>', message: 'x' }],
  [
    'a tree beyond all bounds',
    {
      kind: 'tree',
      cut: 0,
      nodes: Array(30_000).fill({ id: 1, parentId: null, name: 'p', text: '', attributes: [] }),
    },
  ],
  ['a viewport that is none', { kind: 'viewport', width: Number.POSITIVE_INFINITY, height: 5 }],
  ['needs of thousands', { kind: 'need', names: Array(1_000).fill('a') }],
  ['a command', { kind: 'seek', at: 5 }],
])('the dashboard does not hear %s', (_, message) => {
  expect(readFrameMessage(message)).toBeUndefined()
})

test('whatever comes, nobody throws', () => {
  fc.assert(
    fc.property(fc.anything({ withNullPrototype: true, withMap: true }), (value) => {
      readHostMessage(value)
      readFrameMessage(value)
      readHostMessage({ kind: 'open', ...(value as object) })
    }),
  )
})
