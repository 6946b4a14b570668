// How many people are on the site now, and the way to them.
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { liveSessionsQuery } from '../api/queries.ts'
import { useNow } from '../app/use-now.ts'
import { countOf } from '../format/count.ts'
import { isLive } from '../sessions/is-live.ts'
import classes from './analytics.module.css'

const CLOCK_TICK_MS = 5_000
/** Milliseconds between two questions: each reads up to two thousand sessions. */
const ASK_EVERY_MS = 60_000

export const PeopleNow = ({ projectId }: { projectId: string }) => {
  const now = useNow(CLOCK_TICK_MS)
  const { data } = useInfiniteQuery({
    ...liveSessionsQuery(projectId),
    refetchInterval: ASK_EVERY_MS,
    retry: false,
  })
  const sessions = data?.pages
    .flatMap((page) => page.sessions)
    .filter((session) => !session.bot && isLive(session, now))
  const people = new Set(sessions?.map(({ userId, visitorId }) => userId ?? visitorId)).size
  return (
    <Link to="/live" className={classes.now} data-people-now={sessions ? people : undefined}>
      <span className={classes.nowDot} data-some={people > 0 || undefined} aria-hidden="true" />
      {sessions ? `${countOf(people, 'person', 'people')} now` : 'Live'}
    </Link>
  )
}
