// The filters of the activity log as they stand in the URL, and as the API is asked with them.

/** What a user did, as the API answers it. */
export type Activity = {
  id: string
  userId: string | number | null
  username: string | null
  action: string
  targetType: string | null
  targetId: string | null
  /** ISO 8601. */
  timestamp: string
  metadata: Record<string, unknown> | null
}

export type ActivityPage = { total: number; activities: Activity[] }
export type ActivityAnswer = { data: ActivityPage }

/** Offset beyond which the API does not read: whoever looks further back narrows the dates. */
export const ACTIVITIES_MAX_OFFSET = 10_000

/** `from` and `to` are days of the reader's calendar, both of them included: `2026-01-25`. */
export type ActivityFilters = { user?: string; action?: string; from?: string; to?: string }

const textOf = (value: unknown, max: number): string | undefined => {
  const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value
  return typeof text === 'string' && text.trim() !== '' ? text.trim().slice(0, max) : undefined
}

const dayOf = (value: unknown): string | undefined =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value))
    ? value
    : undefined

/** Addresses are typed and shortened by hand: what makes no sense is left out. */
export const parseActivitySearch = (search: Record<string, unknown>): ActivityFilters => {
  const from = dayOf(search['from'])
  const to = dayOf(search['to'])
  const isBackwards = from !== undefined && to !== undefined && from > to
  return {
    user: textOf(search['user'], 255),
    action: textOf(search['action'], 100),
    from: isBackwards ? to : from,
    to: isBackwards ? from : to,
  }
}

export const isFiltering = ({ user, action, from, to }: ActivityFilters): boolean =>
  [user, action, from, to].some((one) => one !== undefined)

/** The first moment of a day by the reader's clock, `days` later. */
const startOf = (day: string, days = 0): string => {
  const date = new Date(`${day}T00:00:00`)
  date.setDate(date.getDate() + days)
  return date.toISOString()
}

export const toActivityQuery = ({ user, action, from, to }: ActivityFilters) => ({
  userId: user,
  action,
  startDate: from && startOf(from),
  /** To the last millisecond of the day. */
  endDate: to && new Date(Date.parse(startOf(to, 1)) - 1).toISOString(),
})
