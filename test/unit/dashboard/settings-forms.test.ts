import { expect, test } from 'vitest'
import { updateProjectSchema } from '../../../core/projects/project.ts'
import {
  limitComplaint,
  limitTexts,
  readLimits,
} from '../../../dashboard/src/settings/project/project-limits.ts'
import { readWhole } from '../../../dashboard/src/settings/project/whole-number.ts'
import { axisEnd, describeBars, totalOf } from '../../../dashboard/src/settings/usage/metrics.ts'
import { usageRange } from '../../../dashboard/src/settings/usage/usage-range.ts'

const empty = limitTexts({})

test('limits left empty are the stage’s, and what the form does not show stays', () => {
  const presence = { limit: 5, windowSeconds: 1 }
  expect(readLimits(empty, { presence })).toEqual({ presence })
  const limits = readLimits({ ...empty, perSecond: '50', burst: ' 200 ' }, {})
  expect(limits).toEqual({ ingest: { perSecond: 50, burst: 200 } })
  expect(updateProjectSchema.safeParse({ limits }).success).toBe(true)
})

test('half a limit is none, and what is no number is told', () => {
  const half = { ...empty, requests: '100' }
  expect(readLimits(half, {})).toBeNull()
  expect(limitComplaint(half, 'seconds')).toBe('Fill in both, or neither.')
  expect(limitComplaint({ ...empty, perSecond: '-1' }, 'perSecond')).toBe(
    'A whole number from 1 to 100,000.',
  )
})

test.each([
  ['', undefined],
  [' 7 ', 7],
  ['0', null],
  ['731', null],
  ['7.5', null],
  ['1e2', null],
  ['seven', null],
])('%j is read as %s', (typed, value) => {
  expect(readWhole(typed, { min: 1, max: 730 })).toBe(value)
})

const day = (date: string, events: number) => ({ date, events, requests: 0, rejected: 0, limited: 0 })

test('the chart says in a sentence what its bars show', () => {
  const days = [day('2026-11-24', 10), day('2026-11-25', 30), day('2026-11-26', 20)]
  expect(totalOf(days, 'events')).toBe(60)
  expect(describeBars(days, 'events', String)).toBe(
    'Events by day: 60 in all, most of them on 2026-11-25, 30.',
  )
  expect(describeBars(days, 'limited', String)).toBe('Limited by day: none.')
})

test.each([
  [0, 5],
  [5, 5],
  [23, 25],
  [101, 150],
  [20_391, 25_000],
  [100_000, 100_000],
])('the axis of bars up to %i ends at %i', (largest, end) => {
  expect(axisEnd(largest)).toBe(end)
})

test('only the ranges that there are can be asked for', () => {
  expect([usageRange('7'), usageRange(90), usageRange('31'), usageRange(undefined)]).toEqual([
    7,
    90,
    undefined,
    undefined,
  ])
})
