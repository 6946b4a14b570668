// What a site says to presence, and is told by it.

export type PresenceStatus = 'online' | 'away' | 'offline'

/** The state of a user when they begin to be watched, then each change of it. Times are ISO 8601. */
export type PresenceUpdate = {
  userId: string
  username: string | null
  status: PresenceStatus
  timestamp: string
  /** Counts the changes of this user: a lower one than before is older. */
  version?: number
  /** Only of somebody who is offline, and does not hide it. */
  lastSeen?: string | null
}

export type PresenceOptions = {
  /**
   * The user's token, or what fetches one from the site's own server; asked anew for each connection. Without it the
   * visitor is anonymous: counted, and told nothing. `null` joins the connection that another `start` opens.
   */
  token?: string | (() => string | Promise<string>) | null
  /** Ids of the site's users to be told of, 200 a page at most. */
  watch?: readonly string[]
  /** Told the state of each watched user, and each change of it once. */
  onUpdate?: (update: PresenceUpdate) => void
  /** Seconds between signs of life, 20 to 300: 60 unless said otherwise. */
  pingSeconds?: number
  /** The user shows to nobody: they read as offline, without a time. */
  hidden?: boolean
}

/** What `presence.start` returns at once; it may be used before its part is there. */
export type Presence = {
  watch: (userIds: readonly string[]) => void
  unwatch: (userIds: readonly string[]) => void
  /** What the user wants to be taken for; `online` also means: away while the page is hidden. */
  setStatus: (status: PresenceStatus, options?: { hidden?: boolean }) => void
  /** The last that was told of a watched user; undefined until then. */
  statusOf: (userId: string) => PresenceUpdate | undefined
  /** Leaves. The page's connection ends with the last that used it. */
  stop: () => void
}
