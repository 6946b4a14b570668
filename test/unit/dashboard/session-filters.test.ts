import { expect, test } from 'vitest'
import { LIVE_MS } from '../../../dashboard/src/sessions/is-live.ts'
import { personOf } from '../../../dashboard/src/sessions/person.ts'
import {
  isFiltering,
  matchesFilters,
  parseSessionListSearch,
  type SessionFilters,
} from '../../../dashboard/src/sessions/session-filters.ts'
import { aSession } from './a-session.ts'

test('what a URL may hold is read, all else is left out', () => {
  expect(parseSessionListSearch({ q: 'cart', device: 'mobile', live: true, errors: true, pages: 3 })).toEqual(
    {
      q: 'cart',
      device: 'mobile',
      live: true,
      errors: true,
      people: undefined,
      pages: 3,
    },
  )
  const odd = parseSessionListSearch({ q: ['x'], device: 'fridge', live: 'maybe', errors: false, pages: -2 })
  expect(Object.values(odd).every((value) => value === undefined)).toBe(true)
})

test('a search for digits is a search for text', () => {
  expect(parseSessionListSearch({ q: 42 }).q).toBe('42')
})

test('a URL cannot ask for a hundred pages', () => {
  expect(parseSessionListSearch({ pages: 5_000 }).pages).toBe(20)
  expect(parseSessionListSearch({ pages: 'x' }).pages).toBeUndefined()
})

const now = 1_000_000_000
const matches = (filters: SessionFilters, change: Parameters<typeof aSession>[0] = {}) =>
  matchesFilters(aSession({ lastSeenAt: now, ...change }), filters, now)

test('without filters every session is shown', () => {
  expect(isFiltering({})).toBe(false)
  expect(matches({})).toBe(true)
})

test('live means not ended and heard of in the last five minutes', () => {
  expect(matches({ live: true })).toBe(true)
  expect(matches({ live: true }, { endedAt: now })).toBe(false)
  expect(matches({ live: true }, { lastSeenAt: now - LIVE_MS })).toBe(false)
})

test('each filter holds back what it names', () => {
  expect(matches({ errors: true })).toBe(false)
  expect(matches({ errors: true }, { errors: 2 })).toBe(true)
  expect(matches({ people: true }, { bot: true })).toBe(false)
  expect(matches({ device: 'tablet' })).toBe(false)
  expect(matches({ device: 'desktop' })).toBe(true)
})

test('all words of a search must be found, in any field, in any case', () => {
  expect(matches({ q: 'FIREFOX cart' })).toBe(true)
  expect(matches({ q: 'firefox checkout' })).toBe(false)
  expect(matches({ q: 'ada@' }, { userId: 'ada@shop.example' })).toBe(true)
  expect(matches({ q: personOf(aSession()).name })).toBe(true)
})

test('a visitor has the same name each time, a known user their own', () => {
  const visitor = aSession()
  expect(personOf(visitor)).toEqual(personOf({ ...visitor }))
  expect(personOf(visitor)).toMatchObject({ known: false, visitor: '5b0c3c52' })
  expect(personOf({ ...visitor, userId: 'ada' })).toMatchObject({ name: 'ada', known: true })
})

test('names are spread: a thousand visitors share few', () => {
  const names = new Set(
    Array.from({ length: 1_000 }, (_, n) => personOf({ userId: null, visitorId: `visitor-${n}` }).name),
  )
  expect(names.size).toBeGreaterThan(500)
})
