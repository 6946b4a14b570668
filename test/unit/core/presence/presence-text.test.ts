import { describe, expect, test } from 'vitest'
import { agoText, lastLoginText, presenceText } from '../../../../core/presence/presence-text.ts'

const NOW = Date.parse('2026-01-25T10:30:00.000Z')
const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const ago = (ms: number) => new Date(NOW - ms).toISOString()

describe('somebody’s presence', () => {
  test('who is online is active now, whatever was seen of them before', () => {
    expect(presenceText({ status: 'online', lastSeen: ago(3 * HOUR) }, NOW)).toBe('Active now')
    expect(presenceText({ isOnline: true, lastSeen: ago(3 * HOUR) }, NOW)).toBe('Active now')
  })

  test('who looks elsewhere is away, and the status wins over the flag beside it', () => {
    expect(presenceText({ status: 'away', isOnline: true }, NOW)).toBe('Away')
  })

  test.each([
    [0, 'Active just now'],
    [MINUTE - 1, 'Active just now'],
    [MINUTE, 'Active 1m ago'],
    [2 * MINUTE - 1, 'Active 1m ago'],
    [5 * MINUTE, 'Active 5m ago'],
    [HOUR - 1, 'Active 59m ago'],
    [HOUR, 'Active 1h ago'],
    [DAY - 1, 'Active 23h ago'],
    [DAY, 'Active 1d ago'],
    [7 * DAY - 1, 'Active 6d ago'],
    [7 * DAY, 'Active 1w ago'],
    [365 * DAY - 1, 'Active 52w ago'],
    [365 * DAY, 'Active 1y ago'],
    [800 * DAY, 'Active 2y ago'],
  ])('seen last %d ms ago reads %s', (ms, text) => {
    expect(presenceText({ status: 'offline', lastSeen: ago(ms) }, NOW)).toBe(text)
    expect(presenceText({ isOnline: false, lastSeen: ago(ms) }, NOW)).toBe(text)
  })

  test('a clock ahead of ours does not look into the future', () => {
    expect(presenceText({ status: 'offline', lastSeen: ago(-5 * MINUTE) }, NOW)).toBe('Active just now')
  })

  test('who was never seen, hides, or has no readable time is offline', () => {
    for (const lastSeen of [null, undefined, 'yesterday'])
      expect(presenceText({ status: 'offline', lastSeen }, NOW)).toBe('Offline')
    expect(presenceText({}, NOW)).toBe('Offline')
  })
})

describe('a moment', () => {
  test.each([
    [0, 'just now'],
    [MINUTE - 1, 'just now'],
    [MINUTE, '1 minute ago'],
    [2 * MINUTE, '2 minutes ago'],
    [HOUR - 1, '59 minutes ago'],
    [HOUR, '1 hour ago'],
    [2 * HOUR, '2 hours ago'],
    [3 * HOUR - 1, '2 hours ago'],
    [DAY - 1, '23 hours ago'],
    [DAY, '1 day ago'],
    [6 * DAY, '6 days ago'],
    [14 * DAY, '2 weeks ago'],
    [366 * DAY, '1 year ago'],
  ])('%d ms back reads %s', (ms, text) => {
    expect(agoText(ago(ms), NOW)).toBe(text)
  })

  test('of a last login says so, and of none as well', () => {
    expect(lastLoginText(ago(2 * HOUR), NOW)).toBe('Last login: 2 hours ago')
    expect(lastLoginText(null, NOW)).toBe('Last login: never')
  })
})
