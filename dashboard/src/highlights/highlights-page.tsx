// The highlights of a project, newest first: what its members cut out of sessions for the others to see.
import { Button, Kbd, Skeleton, TextInput, Title } from '@mantine/core'
import { IconScissors, IconSearch, IconX } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useRouteContext, useSearch } from '@tanstack/react-router'
import { useEffect, useEffectEvent, useState } from 'react'
import { asProblem } from '../api/problem.ts'
import { useNow } from '../app/use-now.ts'
import { useTitle } from '../app/use-title.ts'
import { projectHighlightsQuery } from '../replay/highlights/highlight-requests.ts'
import { offers } from '../settings/offers.ts'
import { ButtonLink } from '../shell/links.tsx'
import { Notice } from '../shell/notice.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { HighlightCard } from './highlight-card.tsx'
import classes from './highlights.module.css'

const CLOCK_TICK_MS = 30_000
/** Milliseconds without a key after which the address, and so the list, follows what is typed. */
const TYPED_MS = 250

const Nothing = ({ mayCut }: { mayCut: boolean }) => (
  <Notice
    inPage
    icon={<IconScissors size={28} stroke={1.5} aria-hidden="true" />}
    title="No highlights yet"
    text={
      mayCut ? (
        <>
          Open a session, press <Kbd>[</Kbd> where it gets interesting and <Kbd>]</Kbd> where it ends, or drag
          below the marks of its time line, and give it a title. Whoever looks here sees that part alone.
        </>
      ) : (
        'What analysts cut out of sessions is shown here.'
      )
    }
  >
    <ButtonLink to="/sessions">To the sessions</ButtonLink>
  </Notice>
)

export const HighlightsPage = () => {
  const { project } = useRouteContext({ from: '/member/project' })
  return <ProjectHighlightList key={project.projectId} />
}

const ProjectHighlightList = () => {
  const { project, may } = useRouteContext({ from: '/member/project' })
  const { q, tag } = useSearch({ from: '/member/project/highlights' })
  const navigate = useNavigate({ from: '/highlights' })
  const now = useNow(CLOCK_TICK_MS)
  const [typed, setTyped] = useState(q ?? '')
  const query = useInfiniteQuery(
    projectHighlightsQuery(project.projectId, { ...(q && { q }), ...(tag && { tag }) }),
  )
  useTitle('Highlights', project.name)

  const change = (next: { q?: string | undefined; tag?: string | undefined }) =>
    void navigate({ search: (all) => ({ ...all, ...next }), replace: true, resetScroll: false })
  const follow = useEffectEvent(() => {
    const next = typed.trim() || undefined
    // Somebody may be on the way to another page already: only what is new is worth a change of the address.
    if (next !== q) change({ q: next })
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is typed is what it waits for.
  useEffect(() => {
    const timer = setTimeout(follow, TYPED_MS)
    return () => clearTimeout(timer)
  }, [typed])

  // A page of a search may be empty and have a next one: it is looked further for.
  const { hasNextPage, isFetchingNextPage, isError, fetchNextPage } = query
  const highlights = query.data?.pages.flatMap((page) => page.highlights)
  const goesOn = highlights?.length === 0 && hasNextPage && !isFetchingNextPage && !isError
  useEffect(() => {
    if (goesOn) void fetchNextPage()
  }, [goesOn, fetchNextPage])
  const searching = q !== undefined || tag !== undefined
  const isEmpty = highlights?.length === 0 && !hasNextPage

  return (
    <>
      <div className={classes.head}>
        <Title order={1} size="h3">
          Highlights
        </Title>
        {tag && (
          <Button
            size="compact-sm"
            variant="light"
            rightSection={<IconX size={14} aria-hidden="true" />}
            aria-label={`Tag ${tag}: show all`}
            onClick={() => change({ tag: undefined })}
          >
            {tag}
          </Button>
        )}
        <TextInput
          className={classes.search}
          type="search"
          aria-label="Search highlights"
          placeholder="Title, tag or who cut it"
          maxLength={200}
          leftSection={<IconSearch size={16} aria-hidden="true" />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      </div>
      {!highlights && isError && (
        <ProblemNotice problem={asProblem(query.error)} onRetry={query.refetch} busy={query.isFetching} />
      )}
      {(query.isPending || goesOn) && (
        <div className={classes.cards} role="status" aria-label="Loading the highlights">
          {[0, 1, 2, 3].map((card) => (
            <Skeleton key={card} height={230} radius="lg" />
          ))}
        </div>
      )}
      {isEmpty && !searching && <Nothing mayCut={offers(project.role).cutHighlights} />}
      {isEmpty && searching && (
        <Notice
          inPage
          icon={<IconSearch size={28} stroke={1.5} aria-hidden="true" />}
          title="No highlight fits"
          text="All highlights of the project were looked at."
        >
          <Button
            variant="default"
            onClick={() => {
              setTyped('')
              change({ q: undefined, tag: undefined })
            }}
          >
            Show all
          </Button>
        </Notice>
      )}
      {highlights && highlights.length > 0 && (
        <ul className={classes.cards} aria-label="Highlights">
          {highlights.map((highlight) => (
            <HighlightCard
              key={highlight.highlightId}
              projectId={project.projectId}
              highlight={highlight}
              now={now}
              pictured={may.replay}
              onTag={(next) => change({ tag: next })}
            />
          ))}
        </ul>
      )}
      {highlights && highlights.length > 0 && hasNextPage && (
        <div className={classes.foot}>
          <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
    </>
  )
}
