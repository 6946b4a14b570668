// How many are on the site now, beside the way to the live board: told by the socket of the screen that has one.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { PAGE_MAX } from '../../../core/limits.ts'
import { liveSessionsQuery } from '../api/queries.ts'
import { useNow } from '../app/use-now.ts'
import { formatCount } from '../format/count.ts'
import { feedKey } from '../live/use-session-feed.ts'
import { isLive } from '../sessions/is-live.ts'
import classes from './shell.module.css'

/** Milliseconds between two questions on screens without a socket: a number in passing, and each reads up to two thousand sessions. */
const ASK_EVERY_MS = 2 * 60_000
const CLOCK_TICK_MS = 5_000

export const LiveCount = ({ projectId }: { projectId: string }) => {
  const now = useNow(CLOCK_TICK_MS)
  const { data: isTold = false } = useQuery({
    queryKey: feedKey(projectId),
    queryFn: () => false,
    staleTime: Number.POSITIVE_INFINITY,
    enabled: false,
  })
  const { data } = useInfiniteQuery({
    ...liveSessionsQuery(projectId),
    refetchInterval: isTold ? false : ASK_EVERY_MS,
    retry: false,
  })
  const live = data?.pages.flatMap((page) => page.sessions).filter((session) => isLive(session, now)).length
  if (!live) return null
  return (
    <span className={classes.live} title={`${formatCount(live)} on the site now`}>
      {live >= PAGE_MAX ? `${PAGE_MAX}+` : formatCount(live)}
    </span>
  )
}
