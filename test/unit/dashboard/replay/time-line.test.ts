import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { framesOf, pictureAt } from '../../../../dashboard/src/replay/pictures/nearest-picture.ts'
import { barsPath, heightsOf, resample } from '../../../../dashboard/src/replay/time-line/bars.ts'
import {
  CLUSTER_PX,
  clusterMarkers,
  countKinds,
  type Marker,
  nextMarker,
  previousMarker,
} from '../../../../dashboard/src/replay/time-line/cluster-markers.ts'
import { stretchAt, stretchesOf } from '../../../../dashboard/src/replay/time-line/page-stretches.ts'
import { ticksOf, timeScale } from '../../../../dashboard/src/replay/time-line/time-scale.ts'

const TAB = '00000007-0000-4000-8000-000000000001'
const marker = (ts: number, kind: Marker['kind'] = 'custom'): Marker => ({
  ts,
  kind,
  name: kind,
  tabId: TAB,
  eventId: null,
})
const span = fc.record({
  from: fc.integer({ min: 0, max: 1e9 }),
  length: fc.integer({ min: 0, max: 1e8 }),
  width: fc.integer({ min: 1, max: 3_000 }),
})

describe('the scale of a time line', () => {
  test('leads from a moment to its pixel and back, and stays within the line', () => {
    fc.assert(
      fc.property(span, fc.double({ min: -1, max: 2, noNaN: true }), ({ from, length, width }, share) => {
        const scale = timeScale(from, from + length, width)
        const x = scale.x(from + share * Math.max(1, length))
        expect(x).toBeGreaterThanOrEqual(0)
        expect(x).toBeLessThanOrEqual(width)
        expect(scale.x(scale.at(x))).toBeCloseTo(x, 3)
      }),
    )
  })

  test('has a moment even where a session has no length or the screen no room', () => {
    expect(timeScale(5, 5, 100).x(5)).toBe(0)
    expect(timeScale(5, 5, 100).at(50)).toBe(5.5)
    expect(timeScale(0, 10, 0).at(0)).toBe(0)
  })

  test('is labelled in steps that a clock has, as many as there is room for', () => {
    expect(ticksOf(240_000, 800).map((at) => at / 1_000)).toEqual([0, 30, 60, 90, 120, 150, 180, 210])
    expect(ticksOf(4 * 60 * 60_000, 380)).toHaveLength(4)
    expect(ticksOf(900, 300)).toEqual([0])
  })
})

describe('the histogram', () => {
  test('loses nothing when slots are put together', () => {
    const slots = fc.array(fc.nat(5_000), { minLength: 1, maxLength: 200 })
    fc.assert(
      fc.property(slots, fc.integer({ min: 1, max: 400 }), (activity, bars) => {
        const sum = (list: number[]) => list.reduce((all, one) => all + one, 0)
        const put = resample(activity, bars)
        expect(put.length).toBeLessThanOrEqual(Math.min(bars, activity.length))
        expect(sum(put)).toBeCloseTo(sum(activity), 4)
      }),
    )
  })

  test('has a bar of full height, and draws none where nothing happened', () => {
    expect(Math.max(...heightsOf([0, 4, 100, 0], 400))).toBe(1)
    expect(heightsOf([0, 0], 400)).toEqual([0, 0])
    expect(barsPath([0, 1], 20, 40).match(/M/g)).toHaveLength(1)
  })
})

describe('marks', () => {
  test('that lie on one another become one, named after the gravest; none is lost', () => {
    const scale = timeScale(0, 1_000, 1_000)
    const clusters = clusterMarkers(
      [marker(10, 'page_view'), marker(15, 'error'), marker(20), marker(500), marker(501, 'click')],
      scale,
    )
    expect(clusters.map(({ kind, markers }) => [kind, markers.length])).toEqual([
      ['error', 3],
      ['custom', 1],
    ])
    expect(clusters[0]?.x).toBe(15)
  })

  test('never stand nearer than they can be told apart', () => {
    const times = fc.array(fc.integer({ min: 0, max: 100_000 }), { maxLength: 300 })
    fc.assert(
      fc.property(times, (at) => {
        const clusters = clusterMarkers(
          at.sort((a, b) => a - b).map((ts) => marker(ts)),
          timeScale(0, 100_000, 900),
        )
        expect(clusters.reduce((sum, { markers }) => sum + markers.length, 0)).toBe(at.length)
        for (const [n, { markers }] of clusters.entries()) {
          const next = clusters[n + 1]?.markers[0]?.ts
          if (next !== undefined)
            expect(((next - (markers[0]?.ts ?? 0)) / 100_000) * 900).toBeGreaterThanOrEqual(CLUSTER_PX - 1e-6)
        }
      }),
    )
  })

  test('are walked from one to the next, clicks left aside', () => {
    const marks = [marker(100), marker(200, 'click'), marker(300, 'error'), marker(900)]
    expect(nextMarker(marks, 100)?.ts).toBe(300)
    expect(nextMarker(marks, 900)).toBeUndefined()
    expect(previousMarker(marks, 300)?.ts).toBe(100)
    expect(previousMarker(marks, 1_100, true)?.ts).toBeUndefined()
    expect(previousMarker(marks, 1_100)?.ts).toBe(900)
  })

  test('are counted by kind, the gravest first', () => {
    expect(countKinds([marker(1, 'page_view'), marker(2, 'error'), marker(3, 'page_view')])).toEqual([
      ['error', 1],
      ['page_view', 2],
    ])
  })
})

test('a page lasts until the next one is there', () => {
  const page = (url: string, from: number) => ({ tabId: TAB, url, from, to: from + 1 })
  const stretches = stretchesOf([page('/b', 50), page('/a', 10), page('/a', 30)], 100)
  expect(stretches.map(({ url, from, to }) => [url, from, to])).toEqual([
    ['/a', 10, 50],
    ['/b', 50, 100],
  ])
  expect(stretchAt(stretches, 60)?.url).toBe('/b')
  expect(stretchAt(stretches, 0)?.url).toBe('/a')
})

test('pictures stand side by side, none on another and none beyond the edge', () => {
  const pictures = [0, 10, 500, 990, 1_000].map((ts) => ({
    screenshotId: TAB,
    tabId: TAB,
    contentType: 'image/png' as const,
    bytes: 1,
    width: 1,
    height: 1,
    ts,
  }))
  const frames = framesOf(pictures, timeScale(0, 1_000, 600), 64)
  expect(frames.map(({ picture }) => picture.ts)).toEqual([0, 500, 990])
  expect(frames.at(-1)?.x).toBe(600 - 64)
  expect(pictureAt(pictures, 700)?.ts).toBe(500)
  expect(pictureAt(pictures, -5)?.ts).toBe(0)
})
