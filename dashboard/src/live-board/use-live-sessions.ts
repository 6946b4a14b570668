// Who is on the site now: read once, then told by the socket; who falls silent leaves by the clock.
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useMemo } from 'react'
import { liveSessionsQuery } from '../api/queries.ts'
import { useNow } from '../app/use-now.ts'
import { useSessionFeed } from '../live/use-session-feed.ts'
import { isLive } from '../sessions/is-live.ts'

/** Requests of a board at most: on a site this busy nobody reads every row. */
const PAGES_MAX = 5
const CLOCK_TICK_MS = 2_000

export const useLiveSessions = (projectId: string) => {
  const cache = useQueryClient()
  const options = liveSessionsQuery(projectId)
  const query = useInfiniteQuery(options)
  const now = useNow(CLOCK_TICK_MS)
  const status = useSessionFeed(projectId, {
    onSession: () => {},
    catchUp: () => void cache.invalidateQueries({ queryKey: options.queryKey }),
  })

  const { data, hasNextPage, isFetching, isError } = query
  const more = hasNextPage && !isFetching && !isError && (data?.pages.length ?? 0) < PAGES_MAX
  const next = useEffectEvent(() => void query.fetchNextPage())
  useEffect(() => {
    if (more) next()
  }, [more])

  const sessions = useMemo(() => data?.pages.flatMap((page) => page.sessions), [data])
  const live = useMemo(() => sessions?.filter((session) => isLive(session, now)), [sessions, now])
  return { ...query, live, now, status, more: hasNextPage }
}
