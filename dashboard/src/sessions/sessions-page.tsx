// The list of sessions under its views and filters, which keeps itself up to date.
import { Button, Title } from '@mantine/core'
import { IconFilterOff } from '@tabler/icons-react'
import { useNavigate, useRouteContext, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useMemo, useState } from 'react'
import type { May } from '../../../core/projects/may-see.ts'
import { asProblem } from '../api/problem.ts'
import { useNow } from '../app/use-now.ts'
import { useTitle } from '../app/use-title.ts'
import { countOf, formatCount } from '../format/count.ts'
import { formatMoment } from '../format/time.ts'
import { LiveBadge } from '../live/live-badge.tsx'
import { ListMenu } from '../recordings/list-menu.tsx'
import { offers } from '../settings/offers.ts'
import { Notice } from '../shell/notice.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { FilterBar } from './filters/filter-bar.tsx'
import type { FilterName } from './filters/filter-kinds.ts'
import { isLive } from './is-live.ts'
import { ListFoot } from './list-foot.tsx'
import { NotShown } from './not-shown.tsx'
import { isFiltering, NO_FILTERS, type SessionFilters, type SessionListSearch } from './session-filters.ts'
import classes from './session-list.module.css'
import { SessionList } from './session-list.tsx'
import { SessionListSkeleton } from './session-list-skeleton.tsx'
import { useSearchAhead } from './use-search-ahead.ts'
import { useSessions } from './use-sessions.ts'
import { ViewsBar } from './views/views-bar.tsx'

const NoSessionsYet = lazy(() =>
  import('./no-sessions-yet.tsx').then((part) => ({ default: part.NoSessionsYet })),
)

/** Milliseconds between two looks at the clock: "12 s ago" may lag by this. */
const CLOCK_TICK_MS = 5_000

type Counted = { shown: number; more: boolean; pending: boolean }

/** What the API would refuse to narrow by is not offered. */
const hiddenFilters = (may: May): FilterName[] => [
  ...(may.live ? [] : (['live'] as const)),
  ...(may.personal ? [] : (['user'] as const)),
]

const describeCount = ({ shown, more, pending }: Counted): string => {
  if (pending) return 'Searching…'
  return more ? `${formatCount(shown)}+ sessions` : countOf(shown, 'session')
}

export const SessionsPage = () => {
  const { project } = useRouteContext({ from: '/member/project' })
  // One list per project: its scroll, its socket and its clock start anew.
  return <ProjectSessions key={project.projectId} />
}

const ProjectSessions = () => {
  const { project, may } = useRouteContext({ from: '/member/project' })
  const { project: _, ...search } = useSearch({ from: '/member/project/sessions' })
  const { view: _view, ...filters } = search
  const navigate = useNavigate({ from: '/sessions' })
  const now = useNow(CLOCK_TICK_MS)
  const [openedAt] = useState(Date.now)
  const {
    sessions,
    status,
    pages = [],
    searchedTo,
    isPlaceholderData,
    ...list
  } = useSessions(project.projectId, filters)
  useTitle('Sessions', project.name)

  // Who left is not told by anybody: the clock says it.
  const { live } = filters
  const shown = useMemo(
    () => (live && sessions ? sessions.filter((session) => isLive(session, now)) : (sessions ?? [])),
    [sessions, live, now],
  )
  const ahead = useSearchAhead({
    rows: shown.length,
    pages: pages.map((page) => page.sessions.length),
    hasNextPage: list.hasNextPage && !isPlaceholderData,
    isFetching: list.isFetching,
    isError: list.isError,
    fetchNextPage: list.fetchNextPage,
  })

  const change = (filter: SessionListSearch) =>
    navigate({ search: (all) => ({ ...all, ...filter }), replace: true, resetScroll: false })
  const filtering = isFiltering(filters)
  const isNew = sessions?.length === 0 && !filtering && !list.hasNextPage && !isPlaceholderData
  const isEmpty = shown.length === 0 && !ahead.searching && sessions !== undefined && !list.isError
  const lookedTo = list.hasNextPage ? (searchedTo ?? undefined) : undefined

  return (
    <>
      <div className={classes.head}>
        <Title order={1} size="h3">
          Sessions
        </Title>
        <LiveBadge status={status} />
        {offers(project.role).importRecordings && <ListMenu project={project} />}
      </div>
      <NotShown may={may} of={['live', 'personal']} />
      {!sessions && list.isError && (
        <ProblemNotice problem={asProblem(list.error)} onRetry={list.refetch} busy={list.isFetching} />
      )}
      {isNew ? (
        <Suspense>
          <NoSessionsYet project={project} />
        </Suspense>
      ) : (
        <>
          <ViewsBar project={project} search={search} />
          <FilterBar
            filters={filters}
            sessions={sessions ?? []}
            onChange={(filter: SessionFilters) => change(filter)}
            onReset={() => change(NO_FILTERS)}
            hidden={hiddenFilters(may)}
          >
            {describeCount({
              shown: shown.length,
              more: list.hasNextPage,
              pending: list.isPending || isPlaceholderData,
            })}
          </FilterBar>
          {shown.length === 0 && ahead.searching && <SessionListSkeleton />}
          {shown.length > 0 && (
            <div className={isPlaceholderData ? classes.stale : undefined} aria-busy={isPlaceholderData}>
              <SessionList
                sessions={shown}
                now={now}
                listSearch={search}
                arrivedAfter={openedAt}
                onNearEnd={ahead.nearEnd}
              />
            </div>
          )}
          {isEmpty && (
            <Notice
              inPage
              icon={<IconFilterOff size={28} stroke={1.5} aria-hidden="true" />}
              title="No session fits these filters"
              text={
                lookedTo === undefined
                  ? 'All sessions that are kept were looked at.'
                  : `Looked back to ${formatMoment(lookedTo)}.`
              }
            >
              <Button variant="default" onClick={() => change(NO_FILTERS)}>
                Clear the filters
              </Button>
            </Notice>
          )}
          {sessions !== undefined && !isPlaceholderData && (shown.length > 0 || lookedTo !== undefined) && (
            <ListFoot
              searchedTo={lookedTo}
              searching={ahead.searching}
              ranked={filters.sort !== undefined}
              filtering={filtering}
              error={list.isError ? asProblem(list.error).message : undefined}
              onFurther={ahead.further}
            />
          )}
        </>
      )}
    </>
  )
}
