// The last that is known of each user: what is told twice, or late, is no news.
import { MESSAGES_REMEMBERED } from './limits.ts'
import type { PresenceUpdate } from './options.ts'

const sayTheSame = (a: PresenceUpdate, b: PresenceUpdate) =>
  a.status === b.status && a.username === b.username && (a.lastSeen ?? null) === (b.lastSeen ?? null)

/** By the count of the user's changes; by the clock where a server does not count. */
const isOvertaken = (update: PresenceUpdate, before: PresenceUpdate) =>
  update.version !== undefined && before.version !== undefined
    ? update.version <= before.version
    : Date.parse(update.timestamp) < Date.parse(before.timestamp)

export const createKnown = () => {
  const known = new Map<string, PresenceUpdate>()
  return {
    of: (userId: string) => known.get(userId),
    forget: (userId: string) => known.delete(userId),
    /** Whether it is a change. A connection and its successor both tell of one, and frames may overtake each other. */
    isNews: (update: PresenceUpdate) => {
      const before = known.get(update.userId)
      if (before && isOvertaken(update, before)) return false
      known.set(update.userId, update)
      return !before || !sayTheSame(before, update)
    },
  }
}

/** Messages that were told: a connection and its successor both tell of one. */
export const createHeard = () => {
  const ids = new Set<string>()
  return {
    isNews: (id: string) => {
      if (ids.has(id)) return false
      ids.add(id)
      for (const oldest of ids) if (ids.size > MESSAGES_REMEMBERED) ids.delete(oldest)
      return true
    },
  }
}
