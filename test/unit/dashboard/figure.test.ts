import { expect, test } from 'vitest'
import { tickLabel } from '../../../dashboard/src/charts/chart-parts.ts'
import { changeOf, formatChange, formatFigure, shortFigure } from '../../../dashboard/src/format/figure.ts'

test.each([
  ['count', 1_234, '1,234', '1,234'],
  ['count', 12_345, '12,345', '12.3K'],
  ['count', 3_200_000, '3,200,000', '3.2M'],
  ['share', 0.2531, '25.3%', '25.3%'],
  ['ratio', 2.456, '2.46', '2.46'],
  ['duration', 84_000, '1 min 24 s', '1 min 24 s'],
  ['count', null, '–', '–'],
] as const)('a %s of %s is read as “%s”, where there is little room as “%s”', (kind, value, whole, short) => {
  expect(formatFigure(kind, value, 'en-US')).toBe(whole)
  expect(shortFigure(kind, value, 'en-US')).toBe(short)
})

test('a change is a part of what was before; from nothing there is none to tell of', () => {
  expect(changeOf(110, 100)).toBeCloseTo(0.1)
  expect([changeOf(5, 0), changeOf(null, 3), changeOf(3, null), changeOf(3, undefined)]).toEqual([
    null,
    null,
    null,
    null,
  ])
  expect([0.1, -0.034, 0, 2.5].map((change) => formatChange(change, 'en-US'))).toEqual([
    '+10%',
    '-3.4%',
    '0%',
    '+250%',
  ])
})

test('whole minutes on an axis say no seconds', () => {
  expect(tickLabel('duration', 120_000)).toBe('2 min')
  expect(tickLabel('duration', 90_000)).toBe('1 min 30 s')
})
