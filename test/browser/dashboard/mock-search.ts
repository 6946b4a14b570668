// Plays the search for sessions: filters and orders as the API's own core decides, and a bound on what a request looks at.
import { matchesFilter } from '../../../core/sessions/matches-filter.ts'
import type { Session, SessionList } from '../../../core/sessions/session.ts'
import { sortValue } from '../../../core/sessions/session-order.ts'
import { sessionQuerySchema } from '../../../core/sessions/session-query.ts'

/** The cursor is a place in the list. */
export const searchedPage = (sessions: Session[], search: URLSearchParams, readsMax: number): SessionList => {
  const { sort, ...filter } = sessionQuerySchema.parse(Object.fromEntries(search))
  const limit = Number(search.get('limit') ?? 20)
  const now = Date.now()
  const from = Number(search.get('cursor') ?? 0)
  if (sort !== 'start') {
    const found = sessions.filter((session) => matchesFilter(session, filter, now))
    const ranked = found.toSorted((a, b) => sortValue(b, sort) - sortValue(a, sort))
    const to = from + limit
    return {
      sessions: ranked.slice(from, to),
      nextCursor: to < ranked.length ? String(to) : null,
      searchedTo: null,
    }
  }
  const page: Session[] = []
  let at = from
  for (; at < sessions.length && at - from < readsMax && page.length < limit; at++) {
    const session = sessions[at]
    if (session && matchesFilter(session, filter, now)) page.push(session)
  }
  const more = at < sessions.length
  return {
    sessions: page,
    nextCursor: more ? String(at) : null,
    searchedTo: more ? (sessions[at - 1]?.startedAt ?? null) : null,
  }
}
