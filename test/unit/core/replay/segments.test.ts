import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { REPLAY_SEGMENT_MS } from '../../../../core/limits.ts'
import { watchActivity } from '../../../../core/replay/activity.ts'
import { replayManifestSchema } from '../../../../core/replay/manifest.ts'
import type { ReplayEvent } from '../../../../core/replay/recording-format.ts'
import { pageEventsOf, type SegmentLine, segmentLineSchema } from '../../../../core/replay/segment-line.ts'
import { type SegmenterOptions, startSegmenter } from '../../../../core/replay/segments.ts'
import { tabOffset } from '../../../../core/replay/tab-clock.ts'
import { leftOf, markersOf, pagesOf } from '../../../../core/replay/time-line.ts'
import { makeEvent, NOON, uuid } from '../make-batch.ts'
import { opening, START } from './recordings.ts'

const custom = (timestamp: number): ReplayEvent => ({ type: 5, timestamp, data: { tag: 'mark', payload: 1 } })

const cut = (events: readonly unknown[], options: SegmenterOptions = {}, format = 'rrweb-2') => {
  const segmenter = startSegmenter(uuid(1), 0, options)
  const receivedAt = START + 3_600_000
  const segments = [...segmenter.push({ seq: 0, receivedAt, format, events }), ...segmenter.end()]
  return { segmenter, segments, entries: segments.map(({ entry }) => entry) }
}

test('a segment lasts a minute, and a pause makes no empty ones', () => {
  const times = [0, 59_999, 60_000, 100_000, 900_000].map((ms) => START + ms)
  const { entries } = cut([...opening(), ...times.map(custom)])
  expect(entries.map(({ from, to, events }) => [from - START, to - START, events])).toEqual([
    [0, 59_999, 4],
    [60_000, 100_000, 2],
    [900_000, 900_000, 1],
  ])
  expect(entries.map(({ name }) => name)).toEqual(
    [0, 1, 2].map((index) => `${uuid(1)}-0000${index}.ndjson.gz`),
  )
})

test('before the page recorded whole only its size is told', () => {
  const [meta, snapshot] = opening()
  const again = { ...snapshot, timestamp: START + REPLAY_SEGMENT_MS }
  const { entries } = cut([meta, snapshot, again])
  expect(entries.map(({ picture, snapshotEvents }) => [picture, snapshotEvents])).toEqual([
    ['whole', 0],
    ['whole', 1],
  ])
})

test('a recording in another format is cut and kept, without a picture', () => {
  const { entries } = cut([...opening(), custom(START + REPLAY_SEGMENT_MS)], {}, 'lean-1')
  expect(entries).toMatchObject([
    { format: 'lean-1', picture: 'none', snapshotEvents: 0, events: 2 },
    { format: 'lean-1', picture: 'none', snapshotEvents: 0, events: 1 },
  ])
})

test('what has no usable time is dropped and counted', () => {
  const { segmenter, entries } = cut([...opening(), null, 7, { type: 3 }, { type: 3, timestamp: 'now' }])
  expect(segmenter.dropped()).toBe(4)
  expect(entries[0]?.events).toBe(2)
})

test('where there is no room for another segment the rest is cut, and counted', () => {
  let begun = 0
  const events = [0, 1, 2, 3].map((minute) => custom(START + minute * REPLAY_SEGMENT_MS))
  const { segmenter, entries } = cut([...opening(), ...events], { hasRoom: () => begun++ < 2 })
  expect(entries).toHaveLength(2)
  expect(segmenter.cut()).toBe(2)
})

test('a clock that is set back or far ahead makes no event earlier than the one before, and lines can be undone', () => {
  const times = [START, START + 1_000, START - 50_000_000, START - 49_999_000, START + 9e15]
  const { segments } = cut(times.map(custom))
  const lines = segments.flatMap(({ lines: [, ...rest] }) =>
    rest.map((line): SegmentLine => segmentLineSchema.parse(JSON.parse(line))),
  )
  const placed = lines.flatMap(({ events }) => events.map(({ timestamp }) => timestamp - START))
  expect(placed.slice(0, 4)).toEqual([0, 1_000, 1_000, 2_000])
  expect(placed[4]).toBe(3_600_000 + 10_000)
  expect(lines.flatMap(pageEventsOf).map(({ timestamp }) => timestamp)).toEqual(times)
})

test('the smallest offset of a tab is nearest the truth', () => {
  expect(tabOffset([-3_599_600, -3_600_000, -3_590_000])).toBe(-3_600_000)
  expect(tabOffset([0, 15_000])).toBe(0)
  expect(tabOffset([])).toBe(0)
})

const eventsAt = (...parts: { ts: number; name?: string; url?: string }[]) =>
  parts.map((part) => ({ ...makeEvent(part), tabId: uuid(1), seq: 0 }))

test('pages last until the next one, markers are what a person looks for', () => {
  const events = eventsAt(
    { ts: 1, name: 'page_view', url: '/a' },
    { ts: 2, name: 'scroll', url: '/a' },
    { ts: 3, name: 'page_view', url: '/b' },
    { ts: 9, name: 'purchase' },
  )
  expect(pagesOf(events).map(({ url, from, to }) => [url, from, to])).toEqual([
    ['/a', 1, 3],
    ['/b', 3, 9],
  ])
  expect(markersOf(events).markers.map(({ kind }) => kind)).toEqual(['page_view', 'page_view', 'custom'])
})

test('where something is missing the time line says so, whatever it is', () => {
  const events = eventsAt(
    { ts: 0, name: 'recording_paused' },
    { ts: 1, name: 'recording_resumed' },
    { ts: 2, name: 'tracker_dropped' },
    { ts: 3, name: 'tracker_dropped' },
  )
  const reasons = ['storm', 'storm', 'recording_full', 'error_flood']
  const told = events.map((event, at) => ({ ...event, props: { reason: reasons[at] ?? '' } }))
  expect(markersOf(told).markers.map(({ kind }) => kind)).toEqual(Array(4).fill('recording'))
  expect(leftOf(told).map(({ what, reason }) => [what, reason])).toEqual([
    ['paused', 'storm'],
    ['left_out', 'recording_full'],
    ['left_out', 'error_flood'],
  ])
})

test('of too many markers clicks go first', () => {
  const clicks = Array.from({ length: 3_000 }, (_, ts) => ({ ts, name: 'click' }))
  const { markers, cut: gone } = markersOf(eventsAt(...clicks, { ts: 3_000, name: 'error' }))
  expect(markers).toHaveLength(2_000)
  expect(markers.at(-1)?.kind).toBe('error')
  expect(gone).toBe(1_001)
})

test('half a minute without anything is a gap', () => {
  const activity = watchActivity()
  for (const second of [0, 20, 60]) activity.note(NOON + second * 1_000)
  expect(activity.gaps()).toEqual([{ from: NOON + 21_000, to: NOON + 60_000 }])
  expect(activity.span()).toEqual({ from: NOON, to: NOON + 60_000 })
})

const fixtures = new URL('../fixtures/replay-manifest/', import.meta.url)

test.each(readdirSync(fixtures))('%s, once a manifest, is read for ever', (file) => {
  const manifest = JSON.parse(readFileSync(new URL(file, fixtures), 'utf8'))
  expect(replayManifestSchema.parse(manifest)).toEqual(manifest)
})
