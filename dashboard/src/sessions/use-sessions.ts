// The session list of a project: fetched page by page, then kept fresh by the socket, or by asking while it is down.
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent } from 'react'
import type { Session } from '../../../core/sessions/session.ts'
import { sessionsPage, sessionsQuery } from '../api/queries.ts'
import { applySessionUpdate, type SessionPages } from '../live/apply-session-update.ts'
import { useLive } from '../live/use-live.ts'
import { usePollWhileDown } from '../live/use-poll-while-down.ts'

export const useSessions = (projectId: string) => {
  const cache = useQueryClient()
  const options = sessionsQuery(projectId)
  const list = useInfiniteQuery(options)

  const bringIn = (sessions: Session[]) =>
    cache.setQueryData(
      options.queryKey,
      (data) =>
        data && sessions.reduce<SessionPages>((shown, session) => applySessionUpdate(shown, session), data),
    )

  const catchUp = async () => {
    // Silent: the badge says that the connection is down, and the next round comes soon.
    const newest = await sessionsPage(projectId, null).catch(() => null)
    const shown = cache.getQueryData(options.queryKey)?.pages.flatMap((page) => page.sessions)
    if (!newest || !shown) return
    const known = new Set(shown.map((session) => session.sessionId))
    const joins = newest.nextCursor === null || newest.sessions.some((one) => known.has(one.sessionId))
    if (joins) bringIn(newest.sessions)
    // More happened than one page holds: read the list anew rather than leave a hole in it.
    else await cache.invalidateQueries({ queryKey: options.queryKey })
  }

  const status = useLive(projectId, { event: 'watch_sessions' }, (frame) => {
    if (frame.event === 'session_update' && frame.data.session.projectId === projectId)
      bringIn([frame.data.session])
  })
  usePollWhileDown(status, catchUp)

  // What happened between the first answer and the start of the watch, or while the connection was lost.
  const onLive = useEffectEvent(catchUp)
  useEffect(() => {
    if (status === 'live') void onLive()
  }, [status])

  return { ...list, sessions: list.data?.pages.flatMap((page) => page.sessions), status }
}
