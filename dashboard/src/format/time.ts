// Moments as a reader wants them: how long ago while that says something, then the date; exact on demand.

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

type Place = { locale?: string; timeZone?: string }

export const formatAgo = (at: number, now: number, place: Place = {}): string => {
  const age = now - at
  // A clock a little ahead of ours must not read "in 3 seconds".
  if (age < 10_000) return 'just now'
  if (age < MINUTE) return `${Math.floor(age / 1_000)} s ago`
  if (age < HOUR) return `${Math.floor(age / MINUTE)} min ago`
  if (age < DAY) return `${Math.floor(age / HOUR)} h ago`
  return formatDay(at, now, place)
}

const formatDay = (at: number, now: number, { locale, timeZone }: Place): string => {
  const sameYear = now - at < 300 * DAY
  return new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    ...(sameYear ? { hour: '2-digit', minute: '2-digit' } : { year: 'numeric' }),
    timeZone,
  }).format(at)
}

export const formatExact = (at: number, { locale, timeZone }: Place = {}): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'long', timeZone }).format(at)

/** To the minute, with the year: for what is looked up rather than followed. */
export const formatMoment = (at: number, { locale, timeZone }: Place = {}): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(at)
