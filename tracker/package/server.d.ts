// The types of `@playhead/tracker/server`.

export type ServerOptions = {
  /** Where Playhead is, as in `https://playhead.example`. */
  url: string
  /** The project's secret key, `sk_…`: never in a page. */
  secretKey: string
  /** Milliseconds a request may take, tries included: 30,000 unless said otherwise. */
  timeoutMs?: number
  /** Tries of a request that was refused for being one too many: 4 unless said otherwise. */
  tries?: number
  /** Stands in for the global `fetch`. */
  fetch?: typeof fetch
}

/** What a user is to the site's readers. Times are ISO 8601. */
export type UserPresence = {
  userId: string
  username: string | null
  status: 'online' | 'away' | 'offline'
  isOnline: boolean
  /** The end of the latest time online that is over. */
  lastSeen: string | null
  lastActiveAt: string | null
  lastLoginAt: string | null
}

export type ActivityOfUser = {
  userId: string
  /** `video_posted`, `comment_posted`, … or any other lower_snake name. */
  action: string
  targetType?: string
  targetId?: string
  metadata?: Record<string, unknown>
  /** When it happened, in milliseconds since 1970 or ISO 8601: now unless said otherwise. */
  timestamp?: number | string
  /** Makes it safe to log the same activity again: a UUID, a random one unless said otherwise. */
  id?: string
}

export type LoginOfUser = {
  userId: string
  /** `email`, `google`, `apple`, or what the site calls it. */
  method: string
  username?: string
  /** `ios`, `android`, `web`. */
  device?: string
  metadata?: Record<string, unknown>
  id?: string
}

export type PlayheadServer = {
  /** For the user's own page, which hands it to `UserTracker.presence.start`. */
  mintUserToken: (user: {
    userId: string
    username?: string
  }) => Promise<{ token: string; expiresIn: number }>
  /** By user id; of whom nothing is known there is no entry. Asks by the hundred. */
  presenceOf: (userIds: readonly string[]) => Promise<Map<string, UserPresence>>
  logActivity: (activity: ActivityOfUser) => Promise<void>
  /** Notes the login, and that the user is active. */
  logLogin: (login: LoginOfUser) => Promise<void>
  /** How many users are online, a few seconds old at most. */
  onlineCount: () => Promise<number>
}

/** A request that was refused, as the API's problem document says it. */
export class PlayheadError extends Error {
  /** As in `rate-limited`; `unreachable` where no answer came. */
  readonly code: string
  /** The answer's status; 0 where none came. */
  readonly status: number
  readonly title: string
  readonly requestId: string | null
  constructor(
    status: number,
    problem: { code?: string; title?: string; detail?: string; requestId?: string },
    cause?: unknown,
  )
}

export const createPlayheadServer: (options: ServerOptions) => PlayheadServer
