// One subscription for all components of a page: each user is watched once, for as long as any component wants them.
import type { Presence, PresenceUpdate, UserTracker } from '@playhead/tracker'

export type PresenceMap = ReadonlyMap<string, PresenceUpdate>

type Store = {
  /** Tells of changes of these users until what it returns is called. */
  subscribe: (userIds: readonly string[], onChange: () => void) => () => void
  stateOf: (userId: string) => PresenceUpdate | undefined
}

type Listener = { ids: Set<string>; onChange: () => void }

export const createSharedPresence = (tracker: Pick<UserTracker, 'presence'>): Store => {
  const states = new Map<string, PresenceUpdate>()
  const counts = new Map<string, number>()
  const listeners = new Set<Listener>()
  let joined: Presence | undefined

  const onUpdate = (update: PresenceUpdate) => {
    states.set(update.userId, update)
    for (const { ids, onChange } of [...listeners]) if (ids.has(update.userId)) onChange()
  }

  /** The user's own connection is started by the site, with its token; this only joins it. */
  const join = () => {
    joined ??= tracker.presence.start({ token: null, onUpdate })
    return joined
  }

  const watch = (ids: Iterable<string>) => {
    const fresh: string[] = []
    for (const id of ids) {
      const count = counts.get(id) ?? 0
      counts.set(id, count + 1)
      if (count === 0) fresh.push(id)
    }
    if (fresh.length > 0) join().watch(fresh)
  }

  const unwatch = (ids: Iterable<string>) => {
    const ended: string[] = []
    for (const id of ids) {
      const count = (counts.get(id) ?? 1) - 1
      if (count > 0) counts.set(id, count)
      else {
        counts.delete(id)
        states.delete(id)
        ended.push(id)
      }
    }
    if (ended.length > 0) joined?.unwatch(ended)
    if (counts.size > 0) return
    joined?.stop()
    joined = undefined
  }

  return {
    subscribe: (userIds, onChange) => {
      const listener = { ids: new Set(userIds), onChange }
      listeners.add(listener)
      watch(listener.ids)
      return () => {
        if (listeners.delete(listener)) unwatch(listener.ids)
      }
    },
    stateOf: (userId) => states.get(userId),
  }
}
