// What the site's users did, newest first: read further as one scrolls.
import { Button, Loader, Skeleton, Text, Title } from '@mantine/core'
import { useIntersection } from '@mantine/hooks'
import { IconActivity, IconZoomExclamation } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useRouteContext, useSearch } from '@tanstack/react-router'
import { useEffect, useEffectEvent, useMemo } from 'react'
import { asProblem } from '../api/problem.ts'
import { activitiesQuery } from '../api/queries.ts'
import { useNow } from '../app/use-now.ts'
import { useTitle } from '../app/use-title.ts'
import { countOf } from '../format/count.ts'
import { CopyField } from '../shell/copy-field.tsx'
import { NotForRole } from '../shell/not-for-role.tsx'
import { Notice } from '../shell/notice.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { hiddenOf } from '../shell/screen-sights.ts'
import classes from './activity.module.css'
import { ACTIVITIES_MAX_OFFSET, type ActivityFilters, isFiltering } from './activity-filters.ts'
import { ActivityRow } from './activity-row.tsx'
import { FilterFields } from './filter-fields.tsx'
import { groupByDay } from './group-by-day.ts'

const CLOCK_TICK_MS = 60_000

const SNIPPET = `UserTracker.activity('video_posted', {
  targetType: 'video', targetId: 'abc123', metadata: { duration: 30 },
})`

const useActivities = (projectId: string, filters: ActivityFilters) => {
  const query = useInfiniteQuery(activitiesQuery(projectId, filters))
  const { ref, entry } = useIntersection({ rootMargin: '600px' })
  const atEnd = entry?.isIntersecting ?? false
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query
  const next = useEffectEvent(() => void fetchNextPage())
  // After a failure nothing is read on by itself: the button is there.
  const reads = atEnd && hasNextPage && !isFetchingNextPage && !isFetchNextPageError
  useEffect(() => {
    if (reads) next()
  }, [reads])
  return { ...query, endRef: ref }
}

export const ActivityPage = () => {
  const { may } = useRouteContext({ from: '/member/project' })
  const hidden = hiddenOf('/activity', may)
  return hidden.length > 0 ? <NotForRole hidden={hidden} /> : <Activities />
}

const Activities = () => {
  const { project } = useRouteContext({ from: '/member/project' })
  const { user, action, from, to } = useSearch({ from: '/member/project/activity' })
  const navigate = useNavigate({ from: '/activity' })
  const filters: ActivityFilters = { user, action, from, to }
  const { data, endRef, ...query } = useActivities(project.projectId, filters)
  const now = useNow(CLOCK_TICK_MS)
  useTitle('Activity', project.name)
  const total = data?.pages[0]?.total
  const days = useMemo(
    () =>
      data &&
      groupByDay(
        data.pages.flatMap((page) => page.activities),
        now,
      ),
    [data, now],
  )
  const change = (changed: ActivityFilters) =>
    navigate({ search: (all) => ({ ...all, ...changed }), replace: true, resetScroll: false })

  return (
    <>
      <div className={classes.head}>
        <Title order={1} size="h3">
          Activity
        </Title>
        {total !== undefined && (
          <Text size="sm" c="dimmed" role="status" data-activity-total={total}>
            {countOf(total, 'activity', 'activities')}
          </Text>
        )}
      </div>
      <FilterFields filters={filters} onChange={change} />
      {!data && query.isError && (
        <ProblemNotice problem={asProblem(query.error)} onRetry={query.refetch} busy={query.isFetching} />
      )}
      {query.isPending && (
        <div className={classes.frame} role="status" aria-label="Reading activities">
          {[0, 1, 2, 3, 4].map((row) => (
            <div key={row} className={classes.skeleton}>
              <Skeleton circle height={28} width={28} />
              <Skeleton height={12} width={`${35 + row * 8}%`} />
            </div>
          ))}
        </div>
      )}
      {days?.length === 0 &&
        (isFiltering(filters) ? (
          <Notice
            inPage
            icon={<IconZoomExclamation size={28} stroke={1.5} aria-hidden="true" />}
            title="Nobody did that"
            text="No activity fits these filters. Activities are kept for as long as the project says."
          />
        ) : (
          <Notice
            inPage
            icon={<IconActivity size={28} stroke={1.5} aria-hidden="true" />}
            title="No activity yet"
            text="Logins and all that your site tells of its users show here, seconds after they happened."
          >
            <div className={classes.snippet}>
              <CopyField value={SNIPPET} label="the snippet" />
            </div>
          </Notice>
        ))}
      {days?.map(({ day, label, activities }) => (
        <section key={day} className={classes.day}>
          <Title order={2} size="h6" className={classes.label}>
            {label}
          </Title>
          <ol className={classes.frame} aria-label={label}>
            {activities.map((activity) => (
              <li key={activity.id}>
                <ActivityRow activity={activity} projectId={project.projectId} />
              </li>
            ))}
          </ol>
        </section>
      ))}
      {days && days.length > 0 && (
        <div ref={endRef} className={classes.foot}>
          {query.isFetchingNextPage && <Loader size={16} />}
          {query.isFetchNextPageError && (
            <Text size="sm" c="red" role="alert">
              {asProblem(query.error).message}
            </Text>
          )}
          {query.hasNextPage ? (
            !query.isFetchingNextPage && (
              <Button variant="default" size="xs" onClick={() => query.fetchNextPage()}>
                Load more
              </Button>
            )
          ) : (
            <Text size="sm" c="dimmed">
              {(total ?? 0) > ACTIVITIES_MAX_OFFSET
                ? 'Choose days to see further back.'
                : from === undefined && to === undefined
                  ? 'That is all of the last 30 days.'
                  : 'That is all of it.'}
            </Text>
          )}
        </div>
      )}
    </>
  )
}
