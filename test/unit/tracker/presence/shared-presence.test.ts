import { expect, test } from 'vitest'
import { createSharedPresence } from '../../../../tracker/package/shared-presence.ts'
import type { PresenceOptions, PresenceUpdate } from '../../../../tracker/src/presence/options.ts'

const stage = () => {
  const calls: unknown[] = []
  let onUpdate: PresenceOptions['onUpdate']
  const presence = {
    start: (options: PresenceOptions = {}) => {
      calls.push(['start', options.token])
      onUpdate = options.onUpdate
      return {
        watch: (ids: readonly string[]) => calls.push(['watch', ...ids]),
        unwatch: (ids: readonly string[]) => calls.push(['unwatch', ...ids]),
        setStatus: () => {},
        statusOf: () => undefined,
        stop: () => calls.push(['stop']),
      }
    },
  }
  const tell = (userId: string, status: PresenceUpdate['status'] = 'online') =>
    onUpdate?.({ userId, username: null, status, timestamp: '2026-01-25T10:30:00.000Z' })
  return { shared: createSharedPresence({ presence }), calls, tell }
}

test('two who want the same user watch it once, and it is let go with the last of them', () => {
  const { shared, calls } = stage()
  const endFirst = shared.subscribe(['ann', 'bob'], () => {})
  const endSecond = shared.subscribe(['bob', 'cyd'], () => {})
  endFirst()
  endFirst()
  expect(calls).toEqual([
    ['start', null],
    ['watch', 'ann', 'bob'],
    ['watch', 'cyd'],
    ['unwatch', 'ann'],
  ])
  endSecond()
  expect(calls.slice(4)).toEqual([['unwatch', 'bob', 'cyd'], ['stop']])
})

test('each is told of those that they want, and what is known is forgotten with the last watch', () => {
  const { shared, tell } = stage()
  const told: string[] = []
  const endAnn = shared.subscribe(['ann'], () => told.push('ann’s'))
  shared.subscribe(['bob'], () => told.push('bob’s'))
  tell('ann')
  tell('bob', 'away')
  expect(told).toEqual(['ann’s', 'bob’s'])
  expect([shared.stateOf('ann')?.status, shared.stateOf('bob')?.status]).toEqual(['online', 'away'])
  endAnn()
  expect([shared.stateOf('ann'), shared.stateOf('bob')?.status]).toEqual([undefined, 'away'])
})

test('after all have left, who comes next joins anew', () => {
  const { shared, calls } = stage()
  shared.subscribe(['ann'], () => {})()
  shared.subscribe(['ann'], () => {})
  expect(calls.slice(4)).toEqual([
    ['start', null],
    ['watch', 'ann'],
  ])
})
