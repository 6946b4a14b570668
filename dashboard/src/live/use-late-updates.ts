// What is told while a list is being read: the answer was begun before it and takes its place, so that it is told once more.
import { type QueryKey, useIsFetching, useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef } from 'react'
import type { Session } from '../../../core/sessions/session.ts'

/** Brings a session into the list of that key, now and again after a request that was under way. */
export const useLateUpdates = (queryKey: QueryKey, bringIn: (session: Session) => void) => {
  const cache = useQueryClient()
  const told = useRef(new Map<string, Session>())
  const isFetching = useIsFetching({ queryKey, exact: true }) > 0
  const again = useEffectEvent(() => {
    const late = [...told.current.values()]
    told.current.clear()
    for (const session of late) bringIn(session)
  })
  useEffect(() => {
    if (!isFetching) again()
  }, [isFetching])
  return (session: Session) => {
    if (cache.isFetching({ queryKey, exact: true }) > 0) told.current.set(session.sessionId, session)
    bringIn(session)
  }
}
