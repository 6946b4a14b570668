// Who is online now: read once, then told by the socket, and asked for only while that is down.
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useMemo, useRef } from 'react'
import { liveSessionsQuery, peopleOnlineQuery } from '../api/queries.ts'
import { useNow } from '../app/use-now.ts'
import { useSessionFeed } from '../live/use-session-feed.ts'
import { isLive } from '../sessions/is-live.ts'
import { applyPresence, type OnlinePages, type PresenceChange, peopleOf } from './online-people.ts'

/** Requests of a list at most: nobody reads further than five hundred rows, and a search finds among them. */
const PAGES_MAX = 5
const CLOCK_TICK_MS = 5_000

export const usePeopleOnline = (projectId: string) => {
  const cache = useQueryClient()
  const options = peopleOnlineQuery(projectId)
  const { queryKey } = options
  const query = useInfiniteQuery(options)
  const visits = useInfiniteQuery(liveSessionsQuery(projectId))
  const now = useNow(CLOCK_TICK_MS)
  /** What was told while the list was on its way: its answer may be older. */
  const late = useRef<PresenceChange[]>([])

  const bringIn = (change: PresenceChange) =>
    cache.setQueryData<OnlinePages>(queryKey, (data) => data && applyPresence(data, change))

  const status = useSessionFeed(projectId, {
    onSession: () => {},
    catchUp: () => {
      void cache.invalidateQueries({ queryKey })
      void cache.invalidateQueries({ queryKey: liveSessionsQuery(projectId).queryKey })
    },
    also: {
      watch: { event: 'watch_people' },
      onFrame: (frame) => {
        if (frame.event !== 'presence_update') return
        if (cache.isFetching({ queryKey, exact: true }) > 0) late.current.push(frame.data)
        bringIn(frame.data)
      },
    },
  })

  const { data, hasNextPage, isFetching, isError } = query
  const again = useEffectEvent(() => {
    for (const change of late.current.splice(0)) bringIn(change)
  })
  useEffect(() => {
    if (!isFetching) again()
  }, [isFetching])

  const more = hasNextPage && !isFetching && !isError && (data?.pages.length ?? 0) < PAGES_MAX
  const next = useEffectEvent(() => void query.fetchNextPage())
  useEffect(() => {
    if (more) next()
  }, [more])

  const live = useMemo(
    () => visits.data?.pages.flatMap(({ sessions }) => sessions).filter((one) => isLive(one, now)) ?? [],
    [visits.data, now],
  )
  const people = useMemo(
    () =>
      data &&
      peopleOf(
        data.pages.flatMap(({ presences }) => presences),
        live,
      ),
    [data, live],
  )
  return { ...query, people, now, status, more: hasNextPage }
}
