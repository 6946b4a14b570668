// Days of the lake: UTC dates such as 2026-11-20.
const DAY_MS = 24 * 60 * 60_000

export const dayOf = (ts: number): string => new Date(ts).toISOString().slice(0, 10)

/** The first millisecond that is no longer of the day. */
export const endOfDay = (day: string): number => Date.parse(`${day}T00:00:00Z`) + DAY_MS

/** Both ends included. */
export const daysFrom = (first: string, last: string): string[] => {
  const days: string[] = []
  for (let day = first; day <= last; day = dayOf(endOfDay(day))) days.push(day)
  return days
}
