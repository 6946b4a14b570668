// The types of the npm package. `declared.ts` holds them to what the code is.

/** `page` is a path, in which `*` stands for anything. Left out, it is every page. */
export type SamplingRule = { page?: string; rate: number }

export type TrackerOptions = {
  /** The project's public key, `pk_…`. */
  key: string
  /** Where batches go, as in `https://playhead.example/api/v1`. Left out, it follows from the script's own address. */
  apiUrl?: string
  /** The folder of the script's parts, if it is not the one beside the script. */
  partsUrl?: string
  /** Where the site itself serves `zip-worker.js`: a page takes a worker of its own origin only. */
  workerUrl?: string | null
  /** The site's own id of the person, if it is known already. */
  userId?: string | null
  /** The variant of an experiment that the visitor sees; it stands in every event. */
  ctaVariant?: string | null
  /** Events a batch holds at most: 50 unless said otherwise. */
  batchSize?: number
  /** Milliseconds an event waits for others at most: 5,000 unless said otherwise. */
  flushInterval?: number
  /** Milliseconds the recording waits for an event whose batch takes it along: 15,000 unless said otherwise. */
  recordingInterval?: number
  /** Where the visitor's id is kept: `playhead_visitor` unless said otherwise. */
  storageKey?: string
  /** Where what `setTraits` said is kept: `playhead_user_data` unless said otherwise. */
  userDataKey?: string
  /** Days for which a visitor is remembered: 30 unless said otherwise. */
  expiryDays?: number
  /** `false`: the days count from the first visit, not from the last. */
  autoRefresh?: boolean
  /** Keeps ids in cookies of this domain, as in `shop.example`, so that its subdomains share them. */
  cookieDomain?: string | null
  /**
   * Share of the sessions that are tracked at all, from 0 to 1, decided once a session; or shares by page, as in
   * `[{ page: '/checkout*', rate: 1 }, { rate: 0.1 }]`: the first that names the page counts.
   */
  sampling?: number | SamplingRule[]
  /** `false`: browsers that send Do Not Track or Global Privacy Control are tracked too. */
  respectDoNotTrack?: boolean
  /** `required`: nothing is stored or sent before `consent('granted')`. */
  consent?: 'granted' | 'required'
  /** `false`: the recorder is never loaded, whatever the project says. */
  record?: boolean
  /** `false`: pages are never pictured, whatever the project says. */
  captureScreenshots?: boolean
  /** Quality of the JPEG, from 0 to 1: 0.8 unless said otherwise. */
  screenshotQuality?: number
  /** What is typed is never taken, unless `false`. Passwords, cards and addresses of e-mail never are. */
  maskSensitiveInputs?: boolean
  /** Milliseconds between two places of the pointer that are taken: 100 unless said otherwise. */
  mouseMoveThrottle?: number
  /** What `data-tracker-ignore`, `-mask` and `-unmask` say, said by CSS selectors. */
  ignoreSelector?: string | null
  maskSelector?: string | null
  unmaskSelector?: string | null
  /** All texts and pictures of the page are masked, but for what is unmasked. */
  strict?: boolean
}

/** What `init` throws; `option` names the culprit. */
export type OptionError = Error & { option: string }

export type Traits = Record<string, unknown>
export type Activity = { targetType?: string; targetId?: string; metadata?: Record<string, unknown> }

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

export type UserTracker = {
  /** Starts. A second call warns and does nothing. */
  init: (options: TrackerOptions) => void
  /** An event of the site's own; props are copied, 32 KiB at most. */
  track: (name: string, props?: Record<string, unknown>) => void
  /** From now on events carry the site's own id of the person; another id than before starts a new visitor. */
  identify: (userId: string, traits?: Traits) => void
  /** What the site knows of the person. Of somebody whom it has not named it stays in this browser. */
  setTraits: (traits: Traits) => void
  /** Somebody has logged in, by which method the site knows. */
  login: (props?: { method?: string; [more: string]: unknown }) => void
  /** What a user did, and to what. */
  activity: (action: string, activity?: Activity) => void
  /** Tells the site who of its users is there, and them of this one. */
  presence: { start: (options?: PresenceOptions) => Presence }
  /** Somebody else is here from now on. `forget` also deletes what this browser keeps, and stops. */
  reset: (options?: { forget?: boolean }) => void
  /** What the visitor said; it is remembered until the opposite is said. */
  consent: (state: 'granted' | 'denied') => void
  /** For the site's own requests: `X-Session-ID`, once the tracker runs. */
  getSessionHeaders: () => Record<string, string>
  /** Sends what waits and takes every patch, listener, timer and observer away. */
  stop: () => void
}

/** The page's one tracker. On a server it does nothing. */
export const UserTracker: UserTracker

/** `fetch` with the session's header, for the site's own API. */
export const fetchWithSession: typeof fetch

export type AxiosLike = {
  interceptors: {
    request: {
      // biome-ignore lint/suspicious/noExplicitAny: axios types its configurations in its own, narrower way.
      use: (change: (config: any) => any) => number
      eject: (id: number) => void
    }
  }
}

/** Puts the session's header on every request of an axios instance; returns how to end that. */
export const addSessionTo: (instance: AxiosLike) => () => void

/** What an update of `presence.start` and an answer of the API have in common. */
export type ReadablePresence = {
  status?: PresenceStatus | undefined
  isOnline?: boolean | undefined
  lastSeen?: string | null | undefined
}

/** "Active now", "Away", "Active 5m ago", "Offline"; `now` in milliseconds since 1970. */
export const presenceText: (presence: ReadablePresence, now: number) => string

/** "2 hours ago", of a moment in ISO 8601. */
export const agoText: (at: string, now: number) => string

/** "Last login: 2 hours ago". */
export const lastLoginText: (lastLoginAt: string | null | undefined, now: number) => string
