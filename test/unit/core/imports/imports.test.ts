import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { divideEvent, sizeOf } from '../../../../core/imports/divide-event.ts'
import { importBatches } from '../../../../core/imports/import-batches.ts'
import { startMaskingRecorded } from '../../../../core/imports/mask-recorded.ts'
import { eventsIn, readRecording } from '../../../../core/imports/read-recording.ts'
import { rejectionOf } from '../../../../core/imports/recorded-event.ts'
import type { JsonValue } from '../../../../core/json/json-value.ts'
import { startFold } from '../../../../core/replay/fold.ts'
import type { ReplayEvent } from '../../../../core/replay/recording-format.ts'
import { element, opening, START, text } from '../replay/recordings.ts'

const uuidOf = (...words: string[]): string => {
  const hex = createHash('sha256').update(JSON.stringify(words)).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
const step = (at: number, adds: unknown[]): ReplayEvent => ({
  type: 3,
  timestamp: at,
  data: { source: 0, texts: [], attributes: [], removes: [], adds },
})
const shown = (events: ReplayEvent[]): unknown => {
  const fold = startFold()
  for (const event of events) fold.apply(event)
  return JSON.parse(JSON.stringify(fold.snapshot(START + 999)))
}

describe('dividing', () => {
  const add = (parentId: number, node: object) => ({ parentId, nextId: null, node })
  /** As rrweb tells them: each node by itself, in the order of the document. */
  const rows = Array.from({ length: 60 }, (_, n) => [
    add(99, element(100 + n * 3, 'li')),
    add(100 + n * 3, element(101 + n * 3, 'b')),
    add(101 + n * 3, text(102 + n * 3, `é ${n} `.repeat(60))),
  ]).flat()
  const [meta, whole] = opening() as [ReplayEvent, ReplayEvent]

  test.each([2_000, 5_000, 20_000])('into pieces of %d bytes shows the same page', (maxBytes) => {
    const change = step(START + 1, [add(8, element(99, 'ol')), ...rows])
    const pieces = divideEvent(change, maxBytes)
    expect(pieces.length).toBeGreaterThan(1)
    expect(pieces.every((piece) => sizeOf(piece) <= maxBytes)).toBe(true)
    expect(shown([meta, whole, ...pieces])).toEqual(shown([meta, whole, change]))
    const filled = { ...whole, data: (shown([meta, whole, change]) as ReplayEvent[])[1]?.data }
    const parts = divideEvent(filled, maxBytes)
    expect(parts.length).toBeGreaterThan(1)
    expect(shown([meta, ...parts])).toEqual(shown([meta, filled]))
  })

  test('leaves what fits as it is, and what cannot be divided too', () => {
    const custom = { type: 5, timestamp: START, data: { tag: 'x', payload: 'y'.repeat(3_000) } }
    expect(divideEvent(whole, 1_000_000)).toEqual([whole])
    expect(divideEvent(custom, 1_000)).toEqual([custom])
  })
})

describe('reading', () => {
  test('brings events into the order of time, and leaves what lies far out', () => {
    const [meta, whole] = opening() as [ReplayEvent, ReplayEvent]
    const day = 24 * 60 * 60_000
    const late = step(START + 5_000, [])
    const { events, from, to, rejected } = readRecording([late, meta, whole, step(START + 2 * day, [])])
    expect(events).toEqual([meta, whole, late])
    expect([from, to]).toEqual([START, START + 5_000])
    expect(rejected).toEqual([{ reason: 'outside_day', count: 1, first: 3 }])
  })

  test('takes any JSON for what it is, and throws only in words', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.array(fc.jsonValue()), (file, more) => {
        for (const made of [file, { events: [...opening(), ...more] }]) {
          try {
            const { events } = readRecording(eventsIn(made))
            const mask = startMaskingRecorded({ inputs: true, text: false })
            for (const event of events) mask(event)
          } catch (error) {
            expect(error).toMatchObject({ code: 'not-a-recording', status: 400 })
          }
        }
      }),
      { numRuns: 300 },
    )
  })

  test('knows every type of rrweb, and no other', () => {
    const data = {
      node: { type: 0, id: 1, childNodes: [] },
      source: 1,
      href: 'x',
      width: 1,
      height: 1,
      tag: 't',
      plugin: 'p',
    }
    const of = (type: unknown) => rejectionOf({ type, timestamp: 1, data })
    expect([0, 1, 2, 3, 4, 5, 6].map(of)).toEqual(Array(7).fill(undefined))
    expect([7, -1, '3', 2.5].map(of)).toEqual(Array(4).fill('unknown_type'))
  })
})

describe('batches', () => {
  const asIs = (event: ReplayEvent) => [event]
  const made = (events: unknown[], maxBytes?: number, mask = asIs) =>
    importBatches(readRecording(events), {
      said: {},
      name: ['one'],
      uuidOf,
      mask,
      ...(maxBytes && { maxBytes }),
    })
  const many = [...opening(), ...Array.from({ length: 200 }, (_, n) => step(START + n * 100, []))]

  test('hold all events in their order, none above its bytes, the seqs without a gap', () => {
    const { batches, accepted } = made(many, 8_000)
    expect(batches.length).toBeGreaterThan(2)
    expect(batches.map(({ seq }) => seq)).toEqual(batches.map((_, n) => n))
    expect(batches.flatMap(({ replay }) => replay?.events ?? [])).toEqual(many)
    for (const { replay } of batches) expect(sizeOf(replay?.events)).toBeLessThanOrEqual(8_100)
    expect(accepted).toBe(many.length)
  })

  test('of the same name have the same ids, of another others', () => {
    const ids = (name: string) => {
      const options = { said: {}, name: [name], uuidOf, mask: asIs }
      const [batch] = importBatches(readRecording(many), options).batches
      return [batch?.sessionId, batch?.visitorId, batch?.tabId, batch?.events[0]?.eventId]
    }
    expect(ids('one')).toEqual(ids('one'))
    expect(new Set([...ids('one'), ...ids('two')]).size).toBe(8)
  })

  test('begin with a page even where the recording names none, and end with the import', () => {
    const { batches } = made(many.slice(1), 8_000)
    expect(batches[0]?.replay?.events[0]).toMatchObject({ type: 4, data: { href: 'about:blank' } })
    expect(batches.flatMap(({ events }) => events.map(({ name }) => name))).toEqual([
      'page_view',
      'recording_imported',
    ])
    expect(batches.at(-1)?.events.at(-1)?.ts).toBe(START + 19_900)
  })

  test('count what no batch has room for', () => {
    const huge = { type: 5, timestamp: START + 1, data: { tag: 'x', payload: 'y'.repeat(9_000) } }
    expect(made([...opening(), huge], 8_000)).toMatchObject({ accepted: 2, tooLarge: 1 })
  })
})

describe('masking', () => {
  const input = (type: string, more = {}) => element(50, 'input', { type, value: 'secret word', ...more })
  const masked = (node: object, inputs: boolean): string => {
    const mask = startMaskingRecorded({ inputs, text: false })
    return JSON.stringify(mask(step(START, [{ parentId: 9, nextId: null, node }])))
  }

  test.each<[string, object, boolean, boolean]>([
    ['what is typed, where the project masks it', input('text'), true, true],
    ['nothing, where it does not', input('text'), false, false],
    ['passwords in any case', input('password'), false, true],
    ['cards in any case', input('text', { autocomplete: 'cc-number' }), false, true],
    ['hidden fields in any case', input('hidden'), false, true],
    ['no button', input('submit'), true, false],
  ])('hides %s', (_, node, inputs, isHidden) => {
    expect(masked(node, inputs).includes('secret word')).toBe(!isHidden)
  })

  test('leaves styles as they are, and what follows of an element is masked like it', () => {
    const mask = startMaskingRecorded({ inputs: false, text: false })
    mask(step(START, [{ parentId: 9, nextId: null, node: input('password') }]))
    const css = element(60, 'style', { _cssText: 'a{background:url(x@2x.png)}' })
    expect(JSON.stringify(mask(step(START, [{ parentId: 4, nextId: null, node: css }])))).toContain(
      'x@2x.png',
    )
    const attributes = [{ id: 50, attributes: { value: 'next word' } }]
    const change = { ...step(START, []), data: { source: 0, texts: [], attributes, removes: [], adds: [] } }
    const typed = { type: 3, timestamp: START, data: { source: 5, id: 50, text: 'next word' } as JsonValue }
    for (const event of [change, typed]) expect(JSON.stringify(mask(event))).not.toContain('next word')
  })
})
