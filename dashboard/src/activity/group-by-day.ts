// Activities under the days on which they happened, by the reader's clock, each once.
import type { Activity } from './activity-filters.ts'

export type Day = { day: string; label: string; activities: Activity[] }

type Place = { locale?: string; timeZone?: string }

const dayName = (at: number, { locale, timeZone }: Place): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeZone }).format(at)

/** In numbers, so that days of different years are different. */
const keyOf = (at: number, { timeZone }: Place): string =>
  new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone }).format(at)

const DAY_MS = 24 * 60 * 60_000

export const groupByDay = (activities: readonly Activity[], now: number, place: Place = {}): Day[] => {
  const today = keyOf(now, place)
  const yesterday = keyOf(now - DAY_MS, place)
  const days = new Map<string, Day>()
  // New ones push the others on while pages are read: those at the seam come twice.
  const seen = new Set<string>()
  for (const activity of activities) {
    if (seen.has(activity.id)) continue
    seen.add(activity.id)
    const at = Date.parse(activity.timestamp)
    const day = keyOf(at, place)
    const label = day === today ? 'Today' : day === yesterday ? 'Yesterday' : dayName(at, place)
    const known = days.get(day) ?? { day, label, activities: [] }
    known.activities.push(activity)
    days.set(day, known)
  }
  return [...days.values()]
}
