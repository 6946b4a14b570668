import { expect, test, vi } from 'vitest'
import { WATCHED_CACHE_MS } from '../../../core/limits.ts'
import type { Watcher } from '../../../functions/stores/session-watchers.ts'
import { watchedSessions } from '../../../functions/stores/watched-sessions.ts'

const watching = (...watched: Watcher['watched'][]): Watcher[] =>
  watched.map((one, at) => ({ watched: one, connectionId: `c${at}` }))

const setUp = () => {
  let now = 0
  const watchersOf = vi.fn(async () => watching('sessions', 'session#a', 'replay#b'))
  const { isWatched } = watchedSessions({ watchersOf }, () => now)
  return { watchersOf, isWatched, pass: (ms: number) => (now += ms) }
}

test('who watches the events or the recording of a session watches it; who watches the list does not', async () => {
  const { isWatched } = setUp()
  expect(await Promise.all(['a', 'b', 'c', 'sessions'].map((id) => isWatched('p', id)))).toEqual([
    true,
    true,
    false,
    false,
  ])
})

test('it asks once for what comes within two seconds, and anew after them', async () => {
  const { isWatched, watchersOf, pass } = setUp()
  await Promise.all([isWatched('p', 'a'), isWatched('p', 'b')])
  pass(WATCHED_CACHE_MS - 1)
  await isWatched('p', 'a')
  expect(watchersOf).toHaveBeenCalledTimes(1)
  pass(1)
  watchersOf.mockResolvedValue(watching('session#c'))
  expect(await isWatched('p', 'a')).toBe(false)
  expect(await isWatched('p', 'c')).toBe(true)
})

test('what cannot be told is not watched, and is asked again later', async () => {
  const { isWatched, watchersOf, pass } = setUp()
  watchersOf.mockRejectedValueOnce(new Error('throttled'))
  expect(await isWatched('p', 'a')).toBe(false)
  pass(WATCHED_CACHE_MS)
  expect(await isWatched('p', 'a')).toBe(true)
})
