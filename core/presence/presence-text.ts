// How somebody's presence reads: "Active now", "Active 5m ago", "2 hours ago".

const MINUTE_MS = 60_000

/** From the largest: how many minutes each has, and how it is written short and long. */
const UNITS = [
  { minutes: 365 * 24 * 60, short: 'y', long: 'year' },
  { minutes: 7 * 24 * 60, short: 'w', long: 'week' },
  { minutes: 24 * 60, short: 'd', long: 'day' },
  { minutes: 60, short: 'h', long: 'hour' },
  { minutes: 1, short: 'm', long: 'minute' },
] as const

/** What an update of the socket and an answer of the API have in common. */
export type ReadablePresence = {
  status?: 'online' | 'away' | 'offline' | undefined
  isOnline?: boolean | undefined
  /** ISO 8601, or null where it is not known or not told. */
  lastSeen?: string | null | undefined
}

/** In the largest unit of which at least one is over, rounded down; undefined below a minute, and of clocks ahead of ours. */
const ageOf = (at: string, now: number) => {
  const minutes = Math.floor((now - Date.parse(at)) / MINUTE_MS)
  const unit = UNITS.find((one) => minutes >= one.minutes)
  return unit && { ...unit, count: Math.floor(minutes / unit.minutes) }
}

const isTime = (at: string | null | undefined): at is string => !Number.isNaN(Date.parse(at ?? ''))

/** `now` in milliseconds since 1970. */
export const presenceText = ({ status, isOnline, lastSeen }: ReadablePresence, now: number): string => {
  const known = status ?? (isOnline ? 'online' : 'offline')
  if (known === 'online') return 'Active now'
  if (known === 'away') return 'Away'
  if (!isTime(lastSeen)) return 'Offline'
  const age = ageOf(lastSeen, now)
  return age ? `Active ${age.count}${age.short} ago` : 'Active just now'
}

/** How long ago a moment was, in full: "2 hours ago". */
export const agoText = (at: string, now: number): string => {
  const age = isTime(at) ? ageOf(at, now) : undefined
  return age ? `${age.count} ${age.long}${age.count === 1 ? '' : 's'} ago` : 'just now'
}

/** For a profile: "Last login: 2 hours ago". */
export const lastLoginText = (lastLoginAt: string | null | undefined, now: number): string =>
  isTime(lastLoginAt) ? `Last login: ${agoText(lastLoginAt, now)}` : 'Last login: never'
