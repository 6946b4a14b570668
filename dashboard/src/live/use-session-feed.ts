// What is told of every session of a project while a screen is open: one socket, and asking only while that is down.
import { useQueryClient } from '@tanstack/react-query'
import { useRouteContext } from '@tanstack/react-router'
import { useEffect, useEffectEvent } from 'react'
import type { Session } from '../../../core/sessions/session.ts'
import type { ClientFrame, ServerFrame } from '../../../core/socket/frames.ts'
import { liveSessionsQuery } from '../api/queries.ts'
import { isLive } from '../sessions/is-live.ts'
import { applySessionUpdate, removeSession, type SessionPages } from './apply-session-update.ts'
import type { LiveStatus } from './live-socket.ts'
import { useLateUpdates } from './use-late-updates.ts'
import { useLive } from './use-live.ts'
import { usePollWhileDown, useSlowPoll } from './use-poll-while-down.ts'

/** Under this key the cache holds whether a project's feed is open, for those who would else ask. */
export const feedKey = (projectId: string) => ['session-feed', projectId]

type Feed = {
  onSession: (session: Session) => void
  /** Read what was not told: before the watch began, and while the connection was lost. */
  catchUp: () => void
  /** What else the same connection is to tell. */
  also?: { watch: ClientFrame; onFrame: (frame: ServerFrame) => void }
}

export const useSessionFeed = (projectId: string, { onSession, catchUp, also }: Feed): LiveStatus => {
  const cache = useQueryClient()
  const { queryKey } = liveSessionsQuery(projectId)
  const noteLive = useLateUpdates(queryKey, (session) => {
    cache.setQueryData<SessionPages>(queryKey, (known) => {
      if (!known) return known
      return isLive(session, Date.now()) ? applySessionUpdate(known, session) : removeSession(known, session)
    })
  })
  const { may } = useRouteContext({ from: '/member/project' })
  const watches: ClientFrame[] = [{ event: 'watch_sessions' }, ...(also ? [also.watch] : [])]
  const status = useLive(projectId, may.live ? watches : null, (frame) => {
    also?.onFrame(frame)
    if (frame.event !== 'session_update' || frame.data.session.projectId !== projectId) return
    noteLive(frame.data.session)
    onSession(frame.data.session)
  })
  usePollWhileDown(status, catchUp)
  useSlowPoll(!may.live, catchUp)

  const onLive = useEffectEvent(catchUp)
  useEffect(() => {
    if (status === 'live') onLive()
  }, [status])

  useEffect(() => {
    cache.setQueryData(feedKey(projectId), status === 'live')
    return () => {
      cache.setQueryData(feedKey(projectId), false)
    }
  }, [cache, projectId, status])
  return status
}
