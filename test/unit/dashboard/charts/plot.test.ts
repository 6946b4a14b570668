import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  areaPath,
  besidePoint,
  indexAt,
  linePath,
  lonePoints,
  xAt,
  yAt,
} from '../../../../dashboard/src/charts/plot.ts'
import { ticksOf } from '../../../../dashboard/src/charts/ticks.ts'

const box = { left: 40, top: 10, width: 600, height: 200 }
const point = (x: number, y: number) => ({ x, y })

test('a line goes from the first edge to the last, one point alone stands in the middle, bars stand in their room', () => {
  expect([0, 1, 2].map((index) => xAt(index, 3, box, 'line'))).toEqual([40, 340, 640])
  expect(xAt(0, 1, box, 'line')).toBe(340)
  expect([0, 1].map((index) => xAt(index, 2, box, 'bars'))).toEqual([190, 490])
})

test('nothing lies on the ground, the end of the axis at the top', () => {
  expect([0, 5, 10].map((value) => yAt(value, 10, box))).toEqual([210, 110, 10])
})

test('whatever the shape and the count, a pointer on a point means that point, and one outside the nearest', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 400 }),
      fc.nat(),
      fc.constantFrom('line', 'bars'),
      (count, n, shape) => {
        const index = n % count
        expect(indexAt(xAt(index, count, box, shape), count, box, shape)).toBe(index)
        expect(indexAt(-1e4, count, box, shape)).toBe(0)
        expect(indexAt(1e4, count, box, shape)).toBe(count - 1)
      },
    ),
  )
})

test('a gap breaks the line and its area, and a point between gaps is told of by itself', () => {
  const points = [point(0, 1), point(1, 2), null, point(3, 4), null, point(5, 5), point(6, 0.25)]
  expect(linePath(points)).toBe('M0,1L1,2M3,4M5,5L6,0.3')
  expect(areaPath(points, 10)).toBe('M0,10L0,1L1,2L1,10ZM5,10L5,5L6,0.3L6,10Z')
  expect(lonePoints(points)).toEqual([point(3, 4)])
  expect([linePath([]), areaPath([], 1), linePath([null])]).toEqual(['', '', ''])
})

test('a read-out stands right of its point, left of one near the edge, and never outside', () => {
  expect(besidePoint(100, 180, 600)).toBe(112)
  expect(besidePoint(500, 180, 600)).toBe(308)
  expect(besidePoint(150, 300, 320)).toBe(0)
})

test.each([
  ['count', 0, [0, 1, 2, 3, 4]],
  ['count', 1, [0, 1]],
  ['count', 7, [0, 2, 4, 6, 8]],
  ['count', 29, [0, 10, 20, 30]],
  ['count', 1_234, [0, 500, 1_000, 1_500]],
  ['share', 0.31, [0, 0.1, 0.2, 0.3, 0.4]],
  ['share', 1, [0, 0.25, 0.5, 0.75, 1]],
  ['ratio', 2.46, [0, 1, 2, 3]],
  ['duration', 84_000, [0, 30_000, 60_000, 90_000]],
  ['duration', 5 * 3_600_000, [0, 7_200_000, 14_400_000, 21_600_000]],
] as const)('an axis of %s up to %s has its lines at round values', (kind, largest, ticks) => {
  expect(ticksOf(kind, largest)).toEqual(ticks)
})

test('whatever is drawn, an axis begins at nothing, ends above all of it, and has one to five lines above the base', () => {
  const kinds = fc.constantFrom('count', 'share', 'ratio', 'duration')
  fc.assert(
    fc.property(
      kinds,
      fc.oneof(fc.constant(0), fc.double({ min: 1e-6, max: 1e12, noNaN: true })),
      (kind, drawn) => {
        const largest = kind === 'count' ? Math.round(drawn) : drawn
        const ticks = ticksOf(kind, largest)
        const last = ticks.at(-1) ?? 0
        expect(ticks[0]).toBe(0)
        expect(last).toBeGreaterThanOrEqual(largest * (1 - 1e-9))
        expect(ticks.length - 1).toBeGreaterThanOrEqual(1)
        expect(ticks.length - 1).toBeLessThanOrEqual(5)
        if (kind === 'count') expect(ticks.every(Number.isInteger)).toBe(true)
      },
    ),
  )
})
