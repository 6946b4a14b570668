import { expect, test } from 'vitest'
import { countryName } from '../../../dashboard/src/format/country.ts'
import { formatDuration, formatOffset } from '../../../dashboard/src/format/duration.ts'
import { pageHost, pagePath } from '../../../dashboard/src/format/page-path.ts'
import { formatAgo, formatExact } from '../../../dashboard/src/format/time.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

test.each([
  [0, '0 s'],
  [-5, '0 s'],
  [999, '0 s'],
  [45_400, '45 s'],
  [59_999, '59 s'],
  [MINUTE, '1 min 00 s'],
  [3 * MINUTE + 12_000, '3 min 12 s'],
  [HOUR - 1, '59 min 59 s'],
  [HOUR + 5 * MINUTE + 59_000, '1 h 05 min'],
  [25 * HOUR, '25 h 00 min'],
])('a duration of %i ms reads %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text)
})

test.each([
  [0, '0:00.0'],
  [3_249, '0:03.2'],
  [59_990, '0:59.9'],
  [12 * MINUTE + 40_000, '12:40.0'],
  [HOUR + 2 * MINUTE + 9_700, '1:02:09.7'],
  [-200, '0:00.0'],
])('an event %i ms into the session stands at %s', (ms, text) => {
  expect(formatOffset(ms)).toBe(text)
})

const now = Date.UTC(2026, 10, 21, 12, 0, 0)
const place = { locale: 'en-GB', timeZone: 'UTC' }

test.each([
  [now + 3_000, 'just now'],
  [now - 9_999, 'just now'],
  [now - 12_000, '12 s ago'],
  [now - 59 * MINUTE, '59 min ago'],
  [now - 23 * HOUR, '23 h ago'],
  [now - 26 * HOUR, '20 Nov, 10:00'],
  [now - 400 * 24 * HOUR, '17 Oct 2025'],
])('the moment %i reads %s', (at, text) => {
  expect(formatAgo(at, now, place)).toBe(text)
})

test('the exact time names its seconds and its time zone', () => {
  expect(formatExact(now, place)).toBe('21 Nov 2026, 12:00:00 UTC')
})

test('a page is shown by its path, readable', () => {
  expect(pagePath('https://shop.example/caf%C3%A9?q=1#top')).toBe('/café?q=1#top')
  expect(pageHost('https://shop.example:8443/x')).toBe('shop.example:8443')
})

test('an address that cannot be read is shown as it is, a missing one as a dash', () => {
  expect(pagePath('not an address')).toBe('not an address')
  expect(pagePath('https://shop.example/%E0%A4%A')).toBe('/%E0%A4%A')
  expect(pagePath(null)).toBe('–')
  expect(pageHost('not an address')).toBeNull()
})

test('a country has its name, unknown letters stay', () => {
  expect(countryName('de')).toBe('Germany')
  expect(countryName('T1x')).toBe('T1x')
})
