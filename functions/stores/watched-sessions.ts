// Which sessions of a project somebody watches at this moment, as far as a page must know to hurry.
import { WATCHED_CACHE_MAX, WATCHED_CACHE_MS } from '../../core/limits.ts'
import { expiringCache } from './expiring-cache.ts'
import { sessionOf, type Watcher } from './session-watchers.ts'

export type WatchedSessions = ReturnType<typeof watchedSessions>

/** A container asks once for all batches of a project that come within two seconds: most watch nothing. */
export const watchedSessions = (
  connections: { watchersOf(projectId: string): Promise<Watcher[]> },
  now: () => number,
) => {
  const remembered = expiringCache<Promise<ReadonlySet<string>>>({
    ttlMs: WATCHED_CACHE_MS,
    maxEntries: WATCHED_CACHE_MAX,
    now,
  })

  const watchedIn = (projectId: string): Promise<ReadonlySet<string>> => {
    const known = remembered.get(projectId)
    if (known) return known.value
    const asked = ask(projectId)
    remembered.set(projectId, asked)
    return asked
  }

  const ask = async (projectId: string): Promise<ReadonlySet<string>> => {
    const watchers = await connections.watchersOf(projectId)
    return new Set(watchers.flatMap(({ watched }) => sessionOf(watched) ?? []))
  }

  return {
    /** False when it cannot be told: a batch is worth more than the hurry of the next one. */
    isWatched: async (projectId: string, sessionId: string): Promise<boolean> => {
      try {
        return (await watchedIn(projectId)).has(sessionId)
      } catch {
        return false
      }
    },
  }
}
