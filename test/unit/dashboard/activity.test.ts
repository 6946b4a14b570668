import { expect, test } from 'vitest'
import { actionWords, WELL_KNOWN_ACTIONS } from '../../../dashboard/src/activity/action-words.ts'
import {
  type Activity,
  parseActivitySearch,
  toActivityQuery,
} from '../../../dashboard/src/activity/activity-filters.ts'
import { groupByDay } from '../../../dashboard/src/activity/group-by-day.ts'

const activity = (id: string, timestamp: string): Activity => ({
  id,
  userId: 'ann',
  username: null,
  action: 'login',
  targetType: null,
  targetId: null,
  timestamp,
  metadata: null,
})

test('an address names what it names, and what makes no sense is left out', () => {
  expect(
    parseActivitySearch({ user: 4711, action: ' login ', from: '2026-01-02', to: '2026-01-03' }),
  ).toEqual({
    user: '4711',
    action: 'login',
    from: '2026-01-02',
    to: '2026-01-03',
  })
  expect(parseActivitySearch({ user: '', action: {}, from: '2026-13-02', to: 'soon' })).toEqual({})
})

test('days that stand the wrong way round are turned', () => {
  expect(parseActivitySearch({ from: '2026-01-09', to: '2026-01-03' })).toMatchObject({
    from: '2026-01-03',
    to: '2026-01-09',
  })
})

test('the days that are asked for begin and end with the reader’s own', () => {
  const {
    startDate = '',
    endDate = '',
    userId,
    action,
  } = toActivityQuery({ from: '2026-01-02', to: '2026-01-02' })
  expect([userId, action]).toEqual([undefined, undefined])
  const [start, end] = [new Date(startDate), new Date(endDate)]
  expect([start.getDate(), start.getHours(), start.getMinutes()]).toEqual([2, 0, 0])
  expect(end.getTime() - start.getTime()).toBe(24 * 60 * 60_000 - 1)
})

test('activities stand under their days, the first two by name, each once', () => {
  const now = Date.parse('2026-01-25T10:30:00.000Z')
  const days = groupByDay(
    [
      activity('a', '2026-01-25T10:00:00.000Z'),
      activity('b', '2026-01-25T00:00:00.000Z'),
      activity('c', '2026-01-24T23:59:59.999Z'),
      activity('c', '2026-01-24T23:59:59.999Z'),
      activity('d', '2025-01-25T10:00:00.000Z'),
    ],
    now,
    { locale: 'en-GB', timeZone: 'UTC' },
  )
  expect(days.map(({ label, activities }) => [label, ...activities.map(({ id }) => id)])).toEqual([
    ['Today', 'a', 'b'],
    ['Yesterday', 'c'],
    [expect.stringMatching(/^Saturday,? 25 January 2025$/), 'd'],
  ])
})

test('the nine well-known actions have words of their own, and any other is told as the site calls it', () => {
  expect(WELL_KNOWN_ACTIONS).toHaveLength(9)
  for (const action of WELL_KNOWN_ACTIONS) expect(actionWords(action).verb).not.toContain('_')
  expect(actionWords('plant_repotted').verb).toBe('plant repotted')
  expect(actionWords('plant_repotted').icon).not.toBe(actionWords('login').icon)
})
