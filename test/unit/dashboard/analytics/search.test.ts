import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bucketStarts } from '../../../../core/analytics/buckets.ts'
import { bounceModeSchema } from '../../../../core/analytics/figures.ts'
import { overview } from '../../../../core/analytics/questions/overview.ts'
import { timeline } from '../../../../core/analytics/questions/timeline.ts'
import { periods, resolveRange } from '../../../../core/analytics/range.ts'
import { intervals } from '../../../../core/analytics/zoned-time.ts'
import {
  COMPARISON_WORDS,
  PERIOD_WORDS,
  rangeWords,
} from '../../../../dashboard/src/analytics/range/range-words.ts'
import {
  BOTS,
  BOUNCE_MODES,
  COMPARISONS,
  fittingIntervals,
  INTERVALS,
  PERIODS,
  parseAnalyticsSearch,
  shownInterval,
  toParams,
} from '../../../../dashboard/src/analytics/search.ts'

test('the screen knows every period, interval, comparison and kind of bounce that the engine does', () => {
  expect(PERIODS).toEqual(periods)
  expect(INTERVALS).toEqual(intervals)
  expect(BOUNCE_MODES).toEqual(bounceModeSchema.unwrap().options)
  expect([...COMPARISONS].toSorted()).toEqual(['none', 'previous', 'year'])
  expect(Object.keys(PERIOD_WORDS)).toEqual(PERIODS)
  expect(Object.keys(COMPARISON_WORDS)).toEqual(COMPARISONS)
})

const NOW = Date.UTC(2026, 10, 27, 12)
const asked = { now: NOW, timeZone: 'Europe/Berlin', keepDays: 730 }
const bound = fc.oneof(
  fc.constantFrom(
    '2026-11-20',
    '2026-11-21',
    '2025-02-30',
    '2020-1-1',
    '',
    NOW - 86_400_000,
    NOW - 3_600_000,
    NOW,
  ),
  fc.integer({ min: NOW - 300 * 86_400_000, max: NOW }),
  fc.double(),
)
const search = fc.record(
  {
    period: fc.constantFrom(...PERIODS, 'week', 7),
    since: bound,
    until: bound,
    compare: fc.constantFrom(...COMPARISONS, true),
    interval: fc.constantFrom(...INTERVALS, 'second'),
    bounce: fc.constantFrom(...BOUNCE_MODES, ''),
    bots: fc.constantFrom(...BOTS, true),
    filter: fc.constantFrom<unknown>(
      { dimension: 'page', op: 'is', value: '/' },
      { dimension: 'shoe' },
      'x',
      null,
    ),
  },
  { requiredKeys: [] },
)

test('whatever stands in a URL, what is read of it the engine takes, with an interval that it can count', () => {
  fc.assert(
    fc.property(search, (given) => {
      const read = parseAnalyticsSearch(given)
      expect(parseAnalyticsSearch(read)).toEqual(read)
      const common = { ...toParams(read), compare: read.compare ?? 'previous', bounceMode: read.bounce }
      expect(overview.params.safeParse(common)).toMatchObject({ success: true })
      const params = timeline.params.parse({ ...common, interval: shownInterval(read) })
      const starts = bucketStarts(resolveRange(params, asked), shownInterval(read))
      expect(starts.length).toBeGreaterThan(0)
      expect(fittingIntervals(read)).toContain(shownInterval(read))
    }),
    { numRuns: 150 },
  )
})

test('the usual is not said, so that the shortest URL means it', () => {
  expect(parseAnalyticsSearch({ period: '7d', compare: 'previous', bounce: 'engaged' })).toEqual({})
  expect(parseAnalyticsSearch({ period: '30d', compare: 'none' })).toEqual({ period: '30d', compare: 'none' })
})

test('own bounds go before a period, unless one is missing or they are the wrong way round', () => {
  expect(parseAnalyticsSearch({ period: '30d', since: '2026-11-01', until: '2026-11-01' })).toEqual({
    since: '2026-11-01',
    until: '2026-11-01',
  })
  expect(parseAnalyticsSearch({ period: '30d', since: '2026-11-02', until: '2026-11-01' })).toEqual({
    period: '30d',
  })
  expect(parseAnalyticsSearch({ since: 5 })).toEqual({})
})

test.each([
  [{}, 'day'],
  [{ period: 'today' }, 'hour'],
  [{ period: '90d' }, 'day'],
  [{ period: '12months' }, 'week'],
  [{ period: '12months', interval: 'month' }, 'month'],
  [{ period: '12months', interval: 'minute' }, 'week'],
  [{ since: '2026-11-20', until: '2026-11-20' }, 'hour'],
  [{ since: NOW - 3_600_000, until: NOW }, 'minute'],
  [{ since: NOW - 30_000, until: NOW }, 'minute'],
] as const)('of %j the course is shown by %s', (given, interval) => {
  expect(shownInterval(given)).toBe(interval)
})

test('a range is called by its name, or by its dates', () => {
  expect(rangeWords({}, 'UTC')).toBe('Last 7 days')
  expect(rangeWords({ since: '2026-11-20', until: '2026-11-20' }, 'UTC', 'en-GB')).toBe('20 Nov 2026')
  expect(rangeWords({ since: '2026-11-20', until: '2026-11-22' }, 'UTC', 'en-GB')).toBe(
    '20 Nov 2026 – 22 Nov 2026',
  )
  expect(rangeWords({ since: NOW, until: NOW + 60_000 }, 'Europe/Berlin', 'en-GB')).toBe(
    '27 Nov, 13:00 – 27 Nov, 13:01',
  )
})
