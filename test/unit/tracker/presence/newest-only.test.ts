import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createHeard, createKnown } from '../../../../tracker/src/presence/newest-only.ts'
import type { PresenceUpdate } from '../../../../tracker/src/presence/options.ts'

const update = (second: number, status: PresenceUpdate['status'], userId = 'ann'): PresenceUpdate => ({
  userId,
  username: null,
  status,
  timestamp: new Date(second * 1_000).toISOString(),
})

test('a change is news once, whichever connection tells it again', () => {
  const known = createKnown()
  expect([update(1, 'online'), update(1, 'online'), update(2, 'online')].map(known.isNews)).toEqual([
    true,
    false,
    false,
  ])
  expect(known.isNews(update(3, 'offline'))).toBe(true)
})

test('what was overtaken by something newer is no news', () => {
  const known = createKnown()
  expect([update(5, 'offline'), update(4, 'online')].map(known.isNews)).toEqual([true, false])
  expect(known.of('ann')?.status).toBe('offline')
})

test('where changes are counted the count decides, whatever the clocks say', () => {
  const known = createKnown()
  const told = [
    { ...update(9, 'online'), version: 3 },
    { ...update(5, 'offline'), version: 4 },
    { ...update(20, 'online'), version: 3 },
    { ...update(30, 'away'), version: 4 },
  ] as const
  expect(told.map(known.isNews)).toEqual([true, true, false, false])
  expect(known.of('ann')?.status).toBe('offline')
})

test('each user is known by themselves, and forgotten alone', () => {
  const known = createKnown()
  expect(known.isNews(update(1, 'online', 'ann'))).toBe(true)
  expect(known.isNews(update(1, 'online', 'bob'))).toBe(true)
  known.forget('ann')
  expect(known.of('ann')).toBeUndefined()
  expect(known.isNews(update(1, 'online', 'ann'))).toBe(true)
  expect(known.isNews(update(1, 'online', 'bob'))).toBe(false)
})

test('in whatever order and how often frames come, the newest stands at the end and nothing is told twice in a row', () => {
  const frames = fc.array(fc.tuple(fc.nat(20), fc.constantFrom('online', 'away', 'offline')), {
    minLength: 1,
  })
  fc.assert(
    fc.property(frames, (drawn) => {
      // A moment has one state: frames of one moment are copies of each other.
      const states = new Map(drawn as [number, PresenceUpdate['status']][])
      const known = createKnown()
      const told = drawn
        .map(([second]) => update(second, states.get(second) ?? 'online'))
        .filter(known.isNews)
      const newest = Math.max(...states.keys())
      expect(known.of('ann')?.status).toBe(states.get(newest))
      expect(told.at(-1)?.status).toBe(states.get(newest))
      for (let at = 1; at < told.length; at++) expect(told[at]?.status).not.toBe(told[at - 1]?.status)
    }),
  )
})

test('a message is news once, and so is each of many', () => {
  const heard = createHeard()
  const ids = Array.from({ length: 1_000 }, (_, n) => `msg-${n}`)
  expect(ids.flatMap((id) => [heard.isNews(id), heard.isNews(id)])).toEqual(ids.flatMap(() => [true, false]))
})
