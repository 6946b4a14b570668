import { expect, test } from 'vitest'
import { shownPresence, toUserPresence } from '../../../../core/users/shown-presence.ts'
import { toldId } from '../../../../core/users/user-id.ts'
import { newProfile } from '../../../../core/users/user-profile.ts'

const HERE = {
  username: 'Ada',
  status: 'online' as const,
  isOnline: true,
  lastSeen: '2026-01-25T10:30:00.000Z',
  lastActiveAt: '2026-01-25T10:35:00.000Z',
  lastLoginAt: '2026-01-25T07:00:00.000Z',
}

test('a hidden user is offline to others and never was here; the site itself sees it', () => {
  const privacy = { hidden: true, hideLastSeen: false }
  expect(shownPresence(HERE, privacy, 'what is shown')).toEqual({
    username: 'Ada',
    status: 'offline',
    isOnline: false,
    lastSeen: null,
    lastActiveAt: null,
    lastLoginAt: null,
  })
  expect(shownPresence(HERE, privacy, 'everything')).toEqual(HERE)
})

test('who hides since when it is away is seen online, and no time of it', () => {
  const shown = shownPresence(HERE, { hidden: false, hideLastSeen: true }, 'what is shown')
  expect(shown).toEqual({ ...HERE, lastSeen: null, lastActiveAt: null, lastLoginAt: null })
})

test('of a user who was never here the answer has the same members, and an id that was a number is one', () => {
  const profile = { ...newProfile('prj_a', '123', 0), userIdType: 'number' as const, username: 'john_doe' }
  expect(toUserPresence({ userId: '123', profile, presence: undefined }, 'what is shown')).toEqual({
    userId: 123,
    username: 'john_doe',
    isOnline: false,
    lastSeen: null,
    lastActiveAt: null,
  })
})

test('an id is told as a number only where the number is spelled so', () => {
  expect(toldId('123', 'number')).toBe(123)
  expect(toldId('0123', 'number')).toBe('0123')
  expect(toldId('12345678901234567890', 'number')).toBe('12345678901234567890')
  expect(toldId('123')).toBe('123')
})
