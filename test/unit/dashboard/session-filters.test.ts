import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SESSION_SORTS, sessionQuerySchema } from '../../../core/sessions/session-query.ts'
import { SPANS as CORE_SPANS, viewFiltersSchema } from '../../../core/views/view-filters.ts'
import { parseDuration } from '../../../dashboard/src/sessions/filters/duration-words.ts'
import { FILTER_NAMES, kindOf, suggestionsFor } from '../../../dashboard/src/sessions/filters/filter-kinds.ts'
import { filterWords, isSet, without } from '../../../dashboard/src/sessions/filters/filter-words.ts'
import { fromLocalTime, toLocalTime } from '../../../dashboard/src/sessions/filters/local-time.ts'
import { LIVE_MS } from '../../../dashboard/src/sessions/is-live.ts'
import { personOf } from '../../../dashboard/src/sessions/person.ts'
import {
  filtersKey,
  isFiltering,
  matchesFilters,
  NO_FILTERS,
  parseSessionListSearch,
  type SessionFilters,
  SORTS,
  SPANS,
  toQuery,
} from '../../../dashboard/src/sessions/session-filters.ts'
import { aSession } from './a-session.ts'

test('the screen knows every filter, order and span that the API does, and no other', () => {
  const beyond = ['q', 'from', 'to', 'sort']
  expect([...FILTER_NAMES.filter((name) => name !== 'started'), ...beyond].toSorted()).toEqual(
    Object.keys(sessionQuerySchema.shape).toSorted(),
  )
  expect(SORTS).toEqual(SESSION_SORTS)
  expect(SPANS).toEqual(CORE_SPANS)
})

const anything = fc.oneof(
  fc.boolean(),
  fc.integer({ min: -5, max: 2e13 }),
  fc.double(),
  fc.string({ maxLength: 300 }),
  fc.constantFrom('7d', 'mobile', 'errors', 'true', '5b0c3c52-6ba8-4f5e-9f3b-2f0a1e3d4c5b'),
  fc.constant(null),
  fc.array(fc.string(), { maxLength: 2 }),
)
const names = [...FILTER_NAMES, 'q', 'from', 'to', 'span', 'sort', 'view', 'pages', 'page']

test('whatever stands in a URL, what is read of it the API takes, and a view can keep', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...names), anything), (search) => {
      const parsed = parseSessionListSearch(search)
      const query = Object.fromEntries(
        Object.entries(toQuery(parsed, 1.8e12)).map(([name, value]) => [name, String(value)]),
      )
      expect(sessionQuerySchema.strict().safeParse(query)).toMatchObject({ success: true })
      const { view: _, ...filters } = parsed
      expect(viewFiltersSchema.safeParse(filters)).toMatchObject({ success: true })
      expect(parseSessionListSearch(parsed)).toEqual(parsed)
    }),
    { numRuns: 500 },
  )
})

test('a search for digits is a search for text', () => {
  expect(parseSessionListSearch({ q: 42 }).q).toBe('42')
})

test('two lists that ask for the same have one key, in whatever order, with whatever view they began as', () => {
  expect(filtersKey({ device: 'mobile', hasErrors: true })).toBe(
    filtersKey({ hasErrors: true, device: 'mobile', view: 'view_1', q: undefined } as SessionFilters),
  )
  expect(filtersKey({ sort: 'start' })).toBe(filtersKey({}))
  expect(filtersKey({ sort: 'errors' })).not.toBe(filtersKey({}))
})

test('a span becomes a moment when it is asked, and holds until then', () => {
  expect(toQuery({ span: '24h' }, 100_000_000)).toEqual({ from: 13_600_000 })
  expect(parseSessionListSearch({ span: '7d', from: 5, to: 6 })).toEqual({ span: '7d' })
})

test('an order and a view narrow nothing', () => {
  expect(isFiltering({ sort: 'errors', view: 'view_1' } as SessionFilters)).toBe(false)
  expect(isFiltering({ bot: false })).toBe(true)
})

test('what clears the filters names each of them', () => {
  const all = Object.fromEntries(names.map((name) => [name, 'x']))
  delete all['started']
  delete all['pages']
  const left = Object.entries({ ...all, ...NO_FILTERS }).filter(([, value]) => value !== undefined)
  expect(left).toEqual([])
})

const now = 1_000_000_000
const matches = (filters: SessionFilters, change: Parameters<typeof aSession>[0] = {}) =>
  matchesFilters(aSession({ lastSeenAt: now, ...change }), filters, now)

test('what is pushed is let through as the API would', () => {
  expect(matches({})).toBe(true)
  expect(matches({ live: true })).toBe(true)
  expect(matches({ live: true }, { lastSeenAt: now - LIVE_MS })).toBe(false)
  expect(matches({ span: '1h' }, { startedAt: now - 3_600_001 })).toBe(false)
  expect(matches({ span: '1h' }, { startedAt: now - 3_599_999 })).toBe(true)
  expect(matches({ event: 'Checkout Started' }, { eventNames: ['checkout_started'] })).toBe(true)
  expect(matches({ q: personOf(aSession()).name })).toBe(true)
})

test('every filter has words of its own, and what takes it away takes nothing else', () => {
  const filters: SessionFilters = {
    span: '7d',
    hasErrors: false,
    minDuration: 90_000,
    minPages: 1,
    device: 'mobile',
    country: 'SE',
    referrer: 'direct',
  }
  const shown = FILTER_NAMES.filter((name) => isSet(name, filters)).map((name) => {
    const { label, value } = filterWords(name, filters)
    return label ? `${label}: ${value}` : value
  })
  expect(shown).toEqual([
    'Last 7 days',
    'At least 1 min 30 s',
    'Without errors',
    'Referrer: none, direct',
    'Device: Mobile',
    'Country: Sweden',
    '1 page or more',
  ])
  for (const name of FILTER_NAMES.filter((one) => isSet(one, filters))) {
    const left = { ...filters, ...without(name) }
    expect(isSet(name, left), name).toBe(false)
    expect(FILTER_NAMES.filter((one) => isSet(one, left))).toHaveLength(shown.length - 1)
  }
})

test('suggestions are the values that are there, the most frequent first, whole and by their kind', () => {
  const sessions = ['Firefox 145', 'Firefox 144', 'Chrome 142'].map((browser) => aSession({ browser }))
  expect(suggestionsFor('browser', sessions)).toEqual([
    'Firefox',
    'Chrome',
    'Chrome 142',
    'Firefox 144',
    'Firefox 145',
  ])
  expect(
    suggestionsFor('page', [aSession({ pages: ['/', '/cart'] }), aSession({ pages: ['/cart'] })]),
  ).toEqual(['/cart', '/'])
  for (const name of FILTER_NAMES) {
    const some = suggestionsFor(name, sessions)
    if (kindOf(name).type !== 'text') expect(some, name).toEqual([])
  }
})

test.each([
  ['90', 90_000],
  ['1:30', 90_000],
  ['1:02:03', 3_723_000],
  ['2 min', 120_000],
  ['1h 30m', 5_400_000],
  ['1 min 30 s', 90_000],
  ['0.5 h', 1_800_000],
  ['', undefined],
  ['soon', undefined],
  ['3 parsecs', undefined],
  ['-5', undefined],
  ['1:99', undefined],
])('“%s” is a length of time: %s', (typed, ms) => {
  expect(parseDuration(typed)).toBe(ms)
})

test('a moment comes back from its field as it went in, to the minute', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4e12 }), (at) => {
      const again = fromLocalTime(toLocalTime(at)) ?? Number.NaN
      // Where the clocks go back an hour is there twice.
      expect([0, 3_600_000, -3_600_000]).toContain(again - Math.floor(at / 60_000) * 60_000)
    }),
  )
  expect(fromLocalTime('')).toBeUndefined()
  expect(fromLocalTime('not a time')).toBeUndefined()
})

test('a visitor has the same name each time, a known user their own', () => {
  const visitor = aSession()
  expect(personOf(visitor)).toEqual(personOf({ ...visitor }))
  expect(personOf(visitor)).toMatchObject({ known: false, visitor: '5b0c3c52' })
  expect(personOf({ ...visitor, userId: 'ada' })).toMatchObject({ name: 'ada', known: true })
})

test('names are spread: a thousand visitors share few', () => {
  const found = new Set(
    Array.from({ length: 1_000 }, (_, n) => personOf({ userId: null, visitorId: `visitor-${n}` }).name),
  )
  expect(found.size).toBeGreaterThan(500)
})
