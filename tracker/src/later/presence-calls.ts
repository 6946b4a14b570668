// Calls of the site about presence: they wait here until the part is there that carries them out.
import type { Site } from '../site.ts'
import type { Undo } from '../undo.ts'

export type PresenceStatus = 'online' | 'away' | 'offline'

/** Who is there, as `onUpdate` is told it. Times are ISO; `lastSeen` only of who is offline. */
export type PresenceUpdate = {
  userId: string
  username: string | null
  status: PresenceStatus
  timestamp: string
  lastSeen?: string | null
}

export type PresenceOptions = {
  /** A user token, or what fetches one whenever it is needed. */
  token: string | (() => string | Promise<string>)
  /** Ids of the site's users whose presence is told from the start. */
  watch?: string[]
  onUpdate?: (update: PresenceUpdate) => void
}

/** What `presence.start` returns at once; it may be used before the part is there. */
export type Presence = {
  watch: (userIds: string[]) => void
  unwatch: (userIds: string[]) => void
  setStatus: (status: PresenceStatus, options?: { hidden?: boolean }) => void
  stop: () => void
}

/** The object that the site got from `start`, what it calls on it, and with what. */
export type PresenceCall =
  | [of: object, name: 'start', options: PresenceOptions]
  | {
      [Name in keyof Presence]: [of: object, name: Name, ...said: Parameters<Presence[Name]>]
    }[keyof Presence]

export const openPresenceCalls = ({ guarded }: Pick<Site, 'guarded'>) => {
  const waiting: PresenceCall[] = []
  let act: ((...call: PresenceCall) => void) | undefined
  let want: Undo | undefined

  return {
    call: (...call: PresenceCall) => {
      if (act) return act(...call)
      waiting.push(call)
      want?.()
    },
    /** Whether a part is to be fetched for them. */
    isWanted: () => waiting.length > 0 || !!act,
    onWanted: (load: Undo) => {
      want = load
    },
    /** For the part: hands over each call, those that waited first, until it is undone. */
    on: (take: (...call: PresenceCall) => void): Undo => {
      act = guarded(take)
      for (const call of waiting.splice(0)) act(...call)
      return () => {
        act = undefined
      }
    },
  }
}
