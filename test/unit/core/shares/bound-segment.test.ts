import fc from 'fast-check'
import { expect, test } from 'vitest'
import { startFold } from '../../../../core/replay/fold.ts'
import type { ReplayEvent } from '../../../../core/replay/recording-format.ts'
import type { SegmentFile } from '../../../../core/replay/segment-line.ts'
import { boundSegment } from '../../../../core/shares/bound-segment.ts'
import { uuid } from '../make-batch.ts'
import { element, opening, START, text } from '../replay/recordings.ts'

const added = (at: number, id: number): ReplayEvent => ({
  type: 3,
  timestamp: START + at,
  data: {
    source: 0,
    texts: [],
    attributes: [],
    removes: [],
    adds: [
      { parentId: 9, nextId: null, node: element(id, 'li', { title: `secret-${id}` }) },
      { parentId: id, nextId: null, node: text(id + 1, `secret-${id}`) },
    ],
  },
})
const aside = (at: number, tag: string, payload: object): ReplayEvent => ({
  type: 5,
  timestamp: START + at,
  data: { tag, payload },
})

const segment = (events: ReplayEvent[], snapshot = opening()): SegmentFile => ({
  head: { v: 1, tabId: uuid(1), format: 'rrweb-2', snapshot },
  lines: [{ seq: 0, shiftMs: 0, events }],
})

const eventsOf = ({ head, lines }: SegmentFile) => [
  ...head.snapshot,
  ...lines.flatMap(({ events }) => events),
]

const shown = ({ head, lines }: SegmentFile, at: number): string => {
  const fold = startFold()
  for (const event of eventsOf({ head, lines })) if (event.timestamp <= at) fold.apply(event)
  return JSON.stringify(fold.snapshot(at))
}

const asRecorded = { mask: 'as_recorded', withInspector: false } as const

test('a cut segment shows between its bounds what the whole one showed, and holds nothing of outside', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 1, max: 50_000 }), { minLength: 1, maxLength: 30 }),
      fc.integer({ min: 0, max: 50_000 }),
      fc.integer({ min: 0, max: 50_000 }),
      (times, one, other) => {
        const [from, to] = [START + Math.min(one, other), START + Math.max(one, other)]
        const events = times.sort((a, b) => a - b).map((at, nth) => added(at, 1_000 + nth * 2))
        const whole = segment(events)
        const cut = boundSegment(whole, asRecorded, { from, to })
        for (const { timestamp } of eventsOf(cut)) {
          expect(timestamp).toBeGreaterThanOrEqual(from)
          expect(timestamp).toBeLessThanOrEqual(to)
        }
        for (const at of [from, Math.floor((from + to) / 2), to])
          expect(shown(cut, at)).toBe(shown(whole, at))
      },
    ),
  )
})

test('what was taken away before the beginning is nowhere in it', () => {
  const removed: ReplayEvent = {
    type: 3,
    timestamp: START + 2_000,
    data: { source: 0, texts: [], attributes: [], adds: [], removes: [{ parentId: 9, id: 1_000 }] },
  }
  const whole = segment([added(1_000, 1_000), removed, added(5_000, 2_000)])
  const cut = JSON.stringify(boundSegment(whole, asRecorded, { from: START + 3_000, to: START + 4_000 }))
  expect(cut).not.toContain('secret-')
  expect(cut).toContain('one')
})

test('console and requests pass only with the inspector, pauses always', () => {
  const whole = segment([
    aside(1, 'playhead/console', { level: 'log', text: 'to-console' }),
    aside(2, 'playhead/paused', { reason: 'busy' }),
    { type: 6, timestamp: START + 3, data: { plugin: 'rrweb/console@1', payload: 'to-plugin' } },
  ])
  const bounds = { from: START, to: START + 10 }
  const without = JSON.stringify(boundSegment(whole, asRecorded, bounds))
  expect(without).not.toContain('to-console')
  expect(without).not.toContain('to-plugin')
  expect(without).toContain('playhead/paused')
  expect(JSON.stringify(boundSegment(whole, { ...asRecorded, withInspector: true }, bounds))).toContain(
    'to-console',
  )
})

test('a format that we cannot read goes out empty', () => {
  const whole = segment([added(1, 1_000)])
  const cut = boundSegment({ ...whole, head: { ...whole.head, format: 'other-1' } }, asRecorded, {
    from: 0,
    to: START * 2,
  })
  expect(eventsOf(cut)).toEqual([])
})
