// The session list of a project: fetched in pages under its filters, kept fresh by the socket, asked for only while that is down.
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Session, SessionList } from '../../../core/sessions/session.ts'
import { sessionsPage, sessionsQuery } from '../api/queries.ts'
import {
  applySessionUpdate,
  removeSession,
  replaceSession,
  type SessionPages,
} from '../live/apply-session-update.ts'
import { useLateUpdates } from '../live/use-late-updates.ts'
import { useSessionFeed } from '../live/use-session-feed.ts'
import { matchesFilters, type SessionFilters } from './session-filters.ts'

/** Pages that are read to close a gap; more than a thousand sessions were missed, and the list begins anew. */
const CATCH_UP_PAGES = 10

export const useSessions = (projectId: string, filters: SessionFilters) => {
  const cache = useQueryClient()
  const options = sessionsQuery(projectId, filters)
  const list = useInfiniteQuery({
    ...options,
    // Answered from what is at hand until the API has answered.
    // Which sessions have a tag is known to the API alone.
    placeholderData: (before) =>
      filters.tag === undefined && before ? narrowed(before, filters) : undefined,
  })
  const ordered = filters.sort === undefined && filters.tag === undefined

  const bringIn = (sessions: Session[]) =>
    cache.setQueryData(options.queryKey, (data) => {
      if (!data) return data
      const now = Date.now()
      return sessions.reduce<SessionPages>((shown, session) => {
        if (!matchesFilters(session, filters, now)) return removeSession(shown, session)
        return ordered ? applySessionUpdate(shown, session) : replaceSession(shown, session)
      }, data)
    })

  const catchUp = async () => {
    const shown = cache.getQueryData(options.queryKey)
    if (!shown) return
    if (!ordered) return void cache.invalidateQueries({ queryKey: options.queryKey })
    const newest = shown.pages.flatMap((page) => page.sessions)[0]?.startedAt
    const missed: SessionList[] = []
    for (let cursor: string | null = null; missed.length < CATCH_UP_PAGES; ) {
      // Silent: the badge says that the connection is down, and the next round comes soon.
      const page: SessionList | null = await sessionsPage(projectId, filters, cursor).catch(() => null)
      if (!page) return
      missed.push(page)
      cursor = page.nextCursor
      const joins = page.searchedTo === null || newest === undefined || page.searchedTo <= newest
      if (joins) return void bringIn(missed.flatMap((one) => one.sessions))
    }
    cache.setQueryData(options.queryKey, {
      pages: missed,
      pageParams: [null, ...missed.slice(0, -1).map((page) => page.nextCursor)],
    })
  }

  const onSession = useLateUpdates(options.queryKey, (session) => bringIn([session]))
  const status = useSessionFeed(projectId, {
    onSession,
    catchUp: () => void catchUp(),
  })
  const pages = list.data?.pages
  return {
    ...list,
    pages,
    sessions: useMemo(() => pages?.flatMap((page) => page.sessions), [pages]),
    /** Sessions that began before this were not looked at; null when all were. */
    searchedTo: pages?.at(-1)?.searchedTo ?? null,
    status,
  }
}

type Narrowed = SessionPages & { pageParams: (string | null)[] }

const narrowed = ({ pages }: SessionPages, filters: SessionFilters): Narrowed => {
  const now = Date.now()
  const sessions = pages.flatMap((page) => page.sessions)
  return {
    pages: [
      {
        sessions: sessions.filter((session) => matchesFilters(session, filters, now)),
        nextCursor: null,
        searchedTo: null,
      },
    ],
    pageParams: [null],
  }
}
