// One session and its events: fetched in pages, followed live while it goes on.
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react'
import type { May } from '../../../core/projects/may-see.ts'
import type { Session } from '../../../core/sessions/session.ts'
import type { SessionEvent } from '../../../core/sessions/session-event.ts'
import { sessionEventsPage, sessionEventsQuery, sessionQuery } from '../api/queries.ts'
import { isOlder } from '../live/apply-session-update.ts'
import { joinReplayPieces, type PushedRecording } from '../live/join-replay-pieces.ts'
import { addLiveEvents, mergeEvents } from '../live/merge-events.ts'
import { useLive } from '../live/use-live.ts'
import { usePollWhileDown } from '../live/use-poll-while-down.ts'

type Follow = {
  may: Pick<May, 'live' | 'replay'>
  name?: string
  /** What its page records, as it does so. */
  onRecording?: (recording: PushedRecording) => void
}

export const useSession = (projectId: string, sessionId: string, { may, name, onRecording }: Follow) => {
  const cache = useQueryClient()
  const factsOptions = sessionQuery(projectId, sessionId)
  const eventsOptions = sessionEventsQuery(projectId, sessionId, name)
  const [pushed, setPushed] = useState<SessionEvent[]>([])

  const facts = useQuery(factsOptions)
  const session = facts.data?.session
  const goesOn = session?.endedAt === null
  /** Of one that runs nothing is read before it is over. */
  const isShown = may.live || session?.endedAt != null
  const events = useInfiniteQuery({ ...eventsOptions, enabled: isShown })

  const take = (fresh: SessionEvent[]) => setPushed((known) => addLiveEvents(known, fresh))
  const takeFacts = (fresh: Session) =>
    cache.setQueryData(factsOptions.queryKey, (known) =>
      known && isOlder(fresh, known.session) ? known : { session: fresh },
    )

  // How far the stored events have been read beyond the pages: where the next catching up goes on.
  const reached = useRef<{ name: string | undefined; cursor: string | null } | null>(null)
  const catchUp = async () => {
    void cache.invalidateQueries({ queryKey: factsOptions.queryKey })
    const last = cache.getQueryData(eventsOptions.queryKey)?.pageParams.at(-1)
    // What is still to be fetched page by page comes with its page.
    if (last === undefined || events.hasNextPage) return
    let cursor = typeof last === 'string' ? last : null
    if (reached.current?.name === name) cursor = reached.current?.cursor ?? cursor
    for (let more = true; more; ) {
      const page = await sessionEventsPage(projectId, sessionId, name, cursor).catch(() => null)
      if (!page) return
      take(page.events)
      reached.current = { name, cursor }
      more = page.nextCursor !== null
      cursor = page.nextCursor
    }
  }

  const giveRecording = useEffectEvent((recording: PushedRecording) => onRecording?.(recording))
  const join = useRef<ReturnType<typeof joinReplayPieces>>(null)
  const watch =
    goesOn && may.live ? { event: 'watch_session' as const, data: { sessionId, replay: may.replay } } : null
  const status = useLive(projectId, watch, (frame) => {
    if (frame.event === 'session_events' && frame.data.sessionId === sessionId) take(frame.data.events)
    if (frame.event === 'session_update' && frame.data.session.sessionId === sessionId)
      takeFacts(frame.data.session)
    if (frame.event === 'session_replay' && frame.data.sessionId === sessionId) {
      join.current ??= joinReplayPieces((recording) => giveRecording(recording))
      void join.current(frame.data)
    }
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
  return { facts, session, isShown, events, all, status }
}
