// One session and its events: fetched in pages, followed live while it goes on.
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useMemo, useState } from 'react'
import type { SessionEvent } from '../../../core/sessions/session-event.ts'
import { sessionEventsPage, sessionEventsQuery, sessionQuery } from '../api/queries.ts'
import { addLiveEvents, mergeEvents } from '../live/merge-events.ts'
import { useLive } from '../live/use-live.ts'
import { usePollWhileDown } from '../live/use-poll-while-down.ts'

/** Milliseconds between two looks at the session's counts while its events stream in. */
const FACTS_EVERY_MS = 3_000

export const useSession = (projectId: string, sessionId: string, name?: string) => {
  const cache = useQueryClient()
  const factsOptions = sessionQuery(projectId, sessionId)
  const eventsOptions = sessionEventsQuery(projectId, sessionId, name)
  const [pushed, setPushed] = useState<SessionEvent[]>([])
  const [moved, setMoved] = useState(false)

  const goesOn = ({ endedAt }: { endedAt: number | null }) => endedAt === null
  const facts = useQuery({
    ...factsOptions,
    refetchInterval: ({ state }) =>
      moved && state.data && goesOn(state.data.session) ? FACTS_EVERY_MS : false,
  })
  const events = useInfiniteQuery(eventsOptions)
  const session = facts.data?.session
  const follow = session !== undefined && goesOn(session)

  const take = (fresh: SessionEvent[]) => {
    if (fresh.length === 0) return
    setPushed((known) => addLiveEvents(known, fresh))
    setMoved(true)
  }

  const catchUp = async () => {
    const last = cache.getQueryData(eventsOptions.queryKey)?.pageParams.at(-1)
    if (last === undefined) return
    const cursor = typeof last === 'string' ? last : null
    const newest = await sessionEventsPage(projectId, sessionId, name, cursor).catch(() => null)
    if (newest) take(newest.events)
    void cache.invalidateQueries({ queryKey: factsOptions.queryKey })
  }

  const watch = follow ? { event: 'watch_session' as const, data: { sessionId } } : null
  const status = useLive(projectId, watch, (frame) => {
    if (frame.event === 'session_events' && frame.data.sessionId === sessionId) take(frame.data.events)
    if (frame.event === 'session_update' && frame.data.session.sessionId === sessionId)
      cache.setQueryData(factsOptions.queryKey, { session: frame.data.session })
  })
  usePollWhileDown(status, catchUp)
  const onLive = useEffectEvent(catchUp)
  useEffect(() => {
    if (status === 'live') void onLive()
  }, [status])

  const fetched = useMemo(() => events.data?.pages.flatMap((page) => page.events), [events.data])
  const all = useMemo(
    () => fetched && mergeEvents(fetched, !events.hasNextPage, pushed, name),
    [fetched, events.hasNextPage, pushed, name],
  )
  return { facts, session, events, all, status }
}
