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

/** What somebody wrote in a conversation of the connection's user, who may have written it, too. */
export type PresenceMessage = {
  conversationId: string
  message: {
    messageId: string
    /** A number where the site's ids are numbers. */
    senderId: string | number
    text: string
    /** ISO 8601. */
    sentAt: string
  }
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
  /** Told each message of the user's conversations once, on every device. What was said while offline is not told again. */
  onMessage?: (message: PresenceMessage) => void
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
