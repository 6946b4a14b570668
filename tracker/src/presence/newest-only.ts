// The last that is known of each user: what is told twice, or late, is no news.
import type { PresenceUpdate } from './options.ts'

const sayTheSame = (a: PresenceUpdate, b: PresenceUpdate) =>
  a.status === b.status && a.username === b.username && (a.lastSeen ?? null) === (b.lastSeen ?? null)

export const createKnown = () => {
  const known = new Map<string, PresenceUpdate>()
  return {
    of: (userId: string) => known.get(userId),
    forget: (userId: string) => known.delete(userId),
    /** Whether it is a change. A connection and its successor both tell of one, and frames may overtake each other. */
    isNews: (update: PresenceUpdate) => {
      const before = known.get(update.userId)
      if (before && Date.parse(update.timestamp) < Date.parse(before.timestamp)) return false
      known.set(update.userId, update)
      return !before || !sayTheSame(before, update)
    },
  }
}
