// Sums what is stored of a project's use: by day, without gaps, and by key.
import type { KeyUsage, Usage, UsageDay } from './usage.ts'

/** One key on one UTC day. */
export type UsageRow = UsageDay & { keyId: string; lastUsedAt: number | null }

const DAY_MS = 24 * 60 * 60_000

export const utcDate = (time: number): string => new Date(time).toISOString().slice(0, 10)

/** The dates of the last so many days, today last. */
export const lastDates = (days: number, now: number): string[] =>
  Array.from({ length: days }, (_, ago) => utcDate(now - ago * DAY_MS)).reverse()

const NOTHING = { requests: 0, events: 0, rejected: 0, limited: 0 }

/** `keys` are those to be named, used or not. */
export const sumUsage = (
  rows: UsageRow[],
  dates: string[],
  keys: { keyId: string; name: string }[],
): Usage => {
  const days = new Map(dates.map((date): [string, UsageDay] => [date, { date, ...NOTHING }]))
  for (const row of rows) {
    const day = days.get(row.date)
    if (!day) continue
    day.requests += row.requests
    day.events += row.events
    day.rejected += row.rejected
    day.limited += row.limited
  }
  return { days: [...days.values()], keys: keys.map((key) => ({ ...key, ...sumOfKey(rows, key.keyId) })) }
}

export const sumOfKey = (rows: UsageRow[], keyId: string): Omit<KeyUsage, 'keyId' | 'name'> => {
  const sum = { requests: 0, events: 0, lastUsedAt: null as number | null }
  for (const row of rows) {
    if (row.keyId !== keyId) continue
    sum.requests += row.requests
    sum.events += row.events
    if (row.lastUsedAt !== null) sum.lastUsedAt = Math.max(sum.lastUsedAt ?? 0, row.lastUsedAt)
  }
  return sum
}
