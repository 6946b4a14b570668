import { expect, test } from 'vitest'
import {
  applyPresence,
  matchesWords,
  type OnlinePages,
  type OnlineUser,
  type PresenceChange,
  peopleOf,
} from '../../../dashboard/src/people-online/online-people.ts'
import { aSession } from './a-session.ts'

const user = (userId: OnlineUser['userId'], change: Partial<OnlineUser> = {}): OnlineUser => ({
  userId,
  username: null,
  status: 'online',
  lastActiveAt: '2026-01-25T10:00:00.000Z',
  ...change,
})

const pages = (...lists: OnlineUser[][]): OnlinePages => ({
  pages: lists.map((presences) => ({ presences, nextCursor: null })),
  pageParams: lists.map(() => null),
})

const change = (
  userId: string,
  status: OnlineUser['status'],
  username: string | null = null,
): PresenceChange => ({
  userId,
  status,
  username,
  timestamp: '2026-01-25T10:30:00.000Z',
})

const shown = (data: OnlinePages) =>
  data.pages.flatMap(({ presences }) => presences.map(({ userId, status }) => `${userId} ${status}`))

test('whoever comes stands first, whoever changes stays in place, whoever leaves is gone', () => {
  const before = pages([user('ann'), user('bob')], [user('cyd')])
  const came = applyPresence(before, change('dot', 'online', 'Dot'))
  expect(shown(came)).toEqual(['dot online', 'ann online', 'bob online', 'cyd online'])
  const away = applyPresence(came, change('cyd', 'away'))
  expect(shown(away)).toEqual(['dot online', 'ann online', 'bob online', 'cyd away'])
  expect(shown(applyPresence(away, change('bob', 'offline')))).toEqual([
    'dot online',
    'ann online',
    'cyd away',
  ])
  expect(shown(applyPresence(before, change('eve', 'offline')))).toEqual(shown(before))
})

test('a name that is known stays when a change names none', () => {
  const before = pages([user('ann', { username: 'Ann' })])
  expect(applyPresence(before, change('ann', 'away')).pages[0]?.presences[0]?.username).toBe('Ann')
})

test('an id that is a number is the one that is text', () => {
  expect(shown(applyPresence(pages([user(123)]), change('123', 'away')))).toEqual(['123 away'])
})

test('each person stands once, beside the visit on which they moved last', () => {
  const older = aSession({ userId: 'ann', lastSeenAt: 1, exitUrl: 'https://shop.example/old' })
  const newer = aSession({ userId: 'ann', lastSeenAt: 2, exitUrl: 'https://shop.example/cart' })
  const people = peopleOf([user('ann', { username: 'Ann' }), user('ann'), user('bob')], [older, newer])
  expect(people.map(({ name, session }) => [name, session?.exitUrl])).toEqual([
    ['Ann', 'https://shop.example/cart'],
    ['bob', undefined],
  ])
})

test('whoever was active last stands first, whatever order they were read in', () => {
  const at = (minute: number) => `2026-01-25T10:0${minute}:00.000Z`
  const read = [
    user('never', { lastActiveAt: null }),
    user('early', { lastActiveAt: at(1) }),
    user('late', { lastActiveAt: at(3) }),
    user('b', { lastActiveAt: at(2) }),
    user('a', { lastActiveAt: at(2) }),
  ]
  expect(peopleOf(read, []).map(({ id }) => id)).toEqual(['late', 'a', 'b', 'early', 'never'])
})

test('a search finds all of its words in name, id and page, whatever their case', () => {
  const session = aSession({ userId: 'u-1', exitUrl: 'https://shop.example/cart' })
  const [ann] = peopleOf([user('u-1', { username: 'Ann Oak' })], [session])
  if (!ann) throw new Error('nobody is there')
  expect(['', 'ann', 'OAK u-1', 'cart ann'].map((words) => matchesWords(ann, words))).toEqual([
    true,
    true,
    true,
    true,
  ])
  expect(matchesWords(ann, 'ann fern')).toBe(false)
})
