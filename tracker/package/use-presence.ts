// The React hook: who of these users is there, always up to date.
import { UserTracker } from '@playhead/tracker'
import { useMemo, useSyncExternalStore } from 'react'
import { createSharedPresence, type PresenceMap } from './shared-presence.ts'

const shared = createSharedPresence(UserTracker)
const NOBODY: PresenceMap = new Map()

const watching = (userIds: readonly string[]) => {
  let shown = NOBODY
  return {
    subscribe: (onChange: () => void) => shared.subscribe(userIds, onChange),
    /** The same map until somebody in it changes: React compares by identity. */
    read: () => {
      const known = userIds.flatMap((id) => shared.stateOf(id) ?? [])
      const isSame = known.length === shown.size && known.every((one) => shown.get(one.userId) === one)
      if (!isSame) shown = new Map(known.map((one) => [one.userId, one]))
      return shown
    },
  }
}

/** Of whom nothing was told yet there is no entry. Lists of the same ids may be new arrays at each render. */
export const usePresence = (userIds: readonly string[]): PresenceMap => {
  const key = JSON.stringify([...new Set(userIds)].sort())
  const { subscribe, read } = useMemo(() => watching(JSON.parse(key) as string[]), [key])
  return useSyncExternalStore(subscribe, read, () => NOBODY)
}
