import { expect, test } from 'vitest'
import { expiringCache } from '../../../functions/stores/expiring-cache.ts'

test('a thing is remembered for its time, an absence too', () => {
  let now = 0
  const cache = expiringCache<string | undefined>({ ttlMs: 10, maxEntries: 5, now: () => now })
  cache.set('a', 'A')
  cache.set('none', undefined)
  now = 9
  expect([cache.get('a')?.value, cache.get('none')]).toEqual([
    'A',
    expect.objectContaining({ value: undefined }),
  ])
  now = 10
  expect([cache.get('a'), cache.get('none')]).toEqual([undefined, undefined])
})

test('the oldest makes room', () => {
  const cache = expiringCache<number>({ ttlMs: 10, maxEntries: 2, now: () => 0 })
  for (const [key, value] of [
    ['a', 1],
    ['b', 2],
    ['a', 3],
    ['c', 4],
  ] as const)
    cache.set(key, value)
  expect([cache.get('a')?.value, cache.get('b'), cache.get('c')?.value]).toEqual([3, undefined, 4])
})
