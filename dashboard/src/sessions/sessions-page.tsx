// The list of sessions, newest first, which keeps itself up to date.
import { Button, Text, Title } from '@mantine/core'
import { IconFilterOff } from '@tabler/icons-react'
import { useNavigate, useRouteContext, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { asProblem } from '../api/problem.ts'
import { useNow } from '../app/use-now.ts'
import { useTitle } from '../app/use-title.ts'
import { countOf, formatCount } from '../format/count.ts'
import { LiveBadge } from '../live/live-badge.tsx'
import { Notice } from '../shell/notice.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { NoSessionsYet } from './no-sessions-yet.tsx'
import { SessionFilterBar } from './session-filter-bar.tsx'
import { isFiltering, matchesFilters, type SessionFilters } from './session-filters.ts'
import classes from './session-list.module.css'
import { SessionList } from './session-list.tsx'
import { SessionListSkeleton } from './session-list-skeleton.tsx'
import { useSessions } from './use-sessions.ts'

/** Milliseconds between two looks at the clock: "12 s ago" may lag by this. */
const CLOCK_TICK_MS = 5_000

const NO_FILTERS: SessionFilters = {
  q: undefined,
  device: undefined,
  live: undefined,
  errors: undefined,
  people: undefined,
}

type Counted = { shown: number; total: number; filtering: boolean; more: boolean; pending: boolean }

const describeCount = ({ shown, total, filtering, more, pending }: Counted): string => {
  if (pending) return 'Loading…'
  if (filtering) return `${formatCount(shown)} of the newest ${countOf(total, 'session')}`
  return more ? `${formatCount(total)}+ sessions` : countOf(total, 'session')
}

export const SessionsPage = () => {
  const { project } = useRouteContext({ from: '/member/project' })
  // One list per project: its scroll, its socket and its clock start anew.
  return <ProjectSessions key={project.projectId} />
}

const ProjectSessions = () => {
  const { project } = useRouteContext({ from: '/member/project' })
  const search = useSearch({ from: '/member/project/sessions' })
  const { pages = 1, project: _, ...filters } = search
  const navigate = useNavigate({ from: '/sessions' })
  const now = useNow(CLOCK_TICK_MS)
  const [openedAt] = useState(Date.now)
  const { sessions, status, ...list } = useSessions(project.projectId)
  useTitle('Sessions', project.name)

  const filtersKey = JSON.stringify(filters)
  const shown = useMemo(() => {
    const wanted = JSON.parse(filtersKey) as SessionFilters
    return sessions?.filter((session) => matchesFilters(session, wanted, now)) ?? []
  }, [sessions, filtersKey, now])

  const change = (filter: SessionFilters) =>
    navigate({ search: (all) => ({ ...all, ...filter }), replace: true, resetScroll: false })
  const more = async () => {
    await list.fetchNextPage()
    await navigate({
      search: (all) => ({ ...all, pages: pages + 1 }),
      replace: true,
      resetScroll: false,
    })
  }

  const filtering = isFiltering(filters)
  const total = sessions?.length ?? 0

  return (
    <>
      <div className={classes.head}>
        <Title order={1} size="h3">
          Sessions
        </Title>
        <LiveBadge status={status} />
      </div>
      {!sessions && list.isError && (
        <ProblemNotice problem={asProblem(list.error)} onRetry={list.refetch} busy={list.isFetching} />
      )}
      {sessions && total === 0 && <NoSessionsYet project={project} />}
      {(list.isPending || total > 0) && (
        <SessionFilterBar filters={filters} onChange={change} onReset={() => change(NO_FILTERS)}>
          {describeCount({
            shown: shown.length,
            total,
            filtering,
            more: list.hasNextPage,
            pending: list.isPending,
          })}
        </SessionFilterBar>
      )}
      {list.isPending && <SessionListSkeleton />}
      {total > 0 && (
        <>
          {shown.length > 0 ? (
            <SessionList sessions={shown} now={now} listSearch={search} arrivedAfter={openedAt} />
          ) : (
            <Notice
              inPage
              icon={<IconFilterOff size={28} stroke={1.5} />}
              title="No session fits these filters"
              text={`Looked through the newest ${countOf(total, 'session')}.`}
            >
              <Button variant="default" onClick={() => change(NO_FILTERS)}>
                Reset the filters
              </Button>
            </Notice>
          )}
          <div className={classes.foot}>
            {list.hasNextPage ? (
              <Button variant="default" onClick={more} loading={list.isFetchingNextPage}>
                {filtering ? 'Look through older sessions' : 'Load more'}
              </Button>
            ) : (
              <Text size="sm">That is all of them.</Text>
            )}
            {list.isFetchNextPageError && (
              <Text size="sm" c="red" role="alert">
                {asProblem(list.error).message}
              </Text>
            )}
          </div>
        </>
      )}
    </>
  )
}
