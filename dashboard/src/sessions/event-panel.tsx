// The inspector: what happened, which of it is shown, and what to show when there is nothing or it failed.
import { Button, NativeSelect, Paper, Skeleton, Text, Title } from '@mantine/core'
import { IconFilter } from '@tabler/icons-react'
import { type UseInfiniteQueryResult, useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { SessionEvent } from '../../../core/sessions/session-event.ts'
import { asProblem } from '../api/problem.ts'
import { sessionEventsQuery } from '../api/queries.ts'
import { countOf, formatCount } from '../format/count.ts'
import classes from './event-list.module.css'
import { EventList } from './event-list.tsx'

type Props = {
  projectId: string
  sessionId: string
  name: string | undefined
  startedAt: number | undefined
  shown: SessionEvent[] | undefined
  query: UseInfiniteQueryResult
  follows: boolean
}

const SKELETON_ROWS = Array.from({ length: 9 }, (_, row) => row)

/** The names to choose from: those of the events loaded so far, whatever the filter hides. */
const useEventNames = (
  projectId: string,
  sessionId: string,
  shown: SessionEvent[] = [],
  chosen?: string,
): string[] => {
  const { data } = useInfiniteQuery(sessionEventsQuery(projectId, sessionId))
  const loaded = data?.pages.flatMap((page) => page.events) ?? []
  const names = new Set([...loaded, ...shown].map((event) => event.name))
  if (chosen) names.add(chosen)
  return [...names].sort()
}

export const EventPanel = ({ projectId, sessionId, name, startedAt, shown, query, follows }: Props) => {
  const navigate = useNavigate({ from: '/sessions/$sessionId' })
  const names = useEventNames(projectId, sessionId, shown, name)
  const choose = (chosen: string | undefined) =>
    navigate({
      search: (all) => ({ ...all, name: chosen }),
      state: (kept) => kept,
      replace: true,
      resetScroll: false,
    })
  const count = shown?.length ?? 0

  return (
    <Paper component="section" withBorder className={classes.panel} aria-label="Events">
      <div className={classes.head}>
        <Title order={2} size="h5">
          Events
        </Title>
        <Text size="xs" c="dimmed" role="status">
          {shown && (query.hasNextPage ? `first ${formatCount(count)}` : countOf(count, 'event'))}
        </Text>
        <NativeSelect
          className={classes.filter}
          size="xs"
          aria-label="Filter by event name"
          leftSection={<IconFilter size={14} aria-hidden="true" />}
          data={[{ value: '', label: 'All events' }, ...names]}
          value={name ?? ''}
          onChange={(event) => choose(event.currentTarget.value || undefined)}
        />
      </div>
      {shown && count > 0 && (
        <EventList
          // Another filter is another list: what was open and where it stood no longer holds.
          key={name ?? ''}
          events={shown}
          startedAt={startedAt ?? shown[0]?.ts ?? 0}
          follows={follows && !query.hasNextPage}
          more={query.hasNextPage && !query.isFetchingNextPage && !query.isError ? query.fetchNextPage : null}
        />
      )}
      {shown && count === 0 && (
        <Text c="dimmed" className={classes.nothing}>
          {name ? `No “${name}” in this session.` : 'No events are stored for this session yet.'}
        </Text>
      )}
      {query.isError && (
        <div className={classes.nothing} role="alert">
          <Text mb="xs">{asProblem(query.error).message}</Text>
          <Button
            size="compact-sm"
            variant="default"
            loading={query.isFetching}
            onClick={() => (shown ? query.fetchNextPage() : query.refetch())}
          >
            Try again
          </Button>
        </div>
      )}
      {query.isPending && (
        <div role="status" aria-label="Loading events">
          {SKELETON_ROWS.map((row) => (
            <div key={row} className={classes.skeleton}>
              <Skeleton height={10} width={`${35 + ((row * 17) % 50)}%`} />
            </div>
          ))}
        </div>
      )}
    </Paper>
  )
}
