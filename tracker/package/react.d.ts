// The types of `@playhead/tracker/react`.
import type { PresenceUpdate } from '@playhead/tracker'

/**
 * Who of these users is there: their last update by their id, and no entry of whom nothing was told yet. All components
 * of a page share one subscription, which joins the connection that `UserTracker.presence.start({ token })` opens.
 */
export const usePresence: (userIds: readonly string[]) => ReadonlyMap<string, PresenceUpdate>
