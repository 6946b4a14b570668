// The filters of the session list as they stand in the URL, and what they let through.
import type { Session } from '../../../core/sessions/session.ts'
import { isLive } from './is-live.ts'
import { personOf } from './person.ts'

export const DEVICES = ['desktop', 'mobile', 'tablet', 'other'] as const
export type Device = (typeof DEVICES)[number]

export type SessionFilters = { q?: string; device?: Device; live?: true; errors?: true; people?: true }
/** `pages` is how far the list was loaded, so that a reload or a link comes back to the same place. */
export type SessionListSearch = SessionFilters & { pages?: number }

/** A reload must not fire a hundred requests. */
const PAGES_MAX = 20

export const isDevice = (value: unknown): value is Device => DEVICES.some((device) => device === value)
const flag = (value: unknown): true | undefined => (value === true || value === 1 ? true : undefined)

export const parseSessionListSearch = (search: Record<string, unknown>): SessionListSearch => {
  const q = typeof search.q === 'number' ? String(search.q) : search.q
  const pages = Math.min(PAGES_MAX, Math.floor(Number(search.pages)))
  return {
    q: typeof q === 'string' && q.trim() !== '' ? q.slice(0, 200) : undefined,
    device: isDevice(search.device) ? search.device : undefined,
    live: flag(search.live),
    errors: flag(search.errors),
    people: flag(search.people),
    pages: pages > 1 ? pages : undefined,
  }
}

export const isFiltering = ({ q, device, live, errors, people }: SessionFilters): boolean =>
  Boolean(q || device || live || errors || people)

const haystack = (session: Session): string =>
  [
    personOf(session).name,
    session.visitorId,
    session.sessionId,
    session.entryUrl,
    session.exitUrl,
    session.referrer,
    session.country,
    session.browser,
    session.os,
  ]
    .join('\n')
    .toLowerCase()

export const matchesFilters = (session: Session, filters: SessionFilters, now: number): boolean => {
  if (filters.device && session.device !== filters.device) return false
  if (filters.live && !isLive(session, now)) return false
  if (filters.errors && session.errors === 0) return false
  if (filters.people && session.bot) return false
  const words = (filters.q ?? '').toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return true
  const text = haystack(session)
  return words.every((word) => text.includes(word))
}
