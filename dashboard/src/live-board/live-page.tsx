// The live board: who is on the site now and what they do, as it happens.
import { SegmentedControl, Text, Title } from '@mantine/core'
import { IconCoffee } from '@tabler/icons-react'
import { useNavigate, useRouteContext, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { SESSION_LIVE_MS } from '../../../core/limits.ts'
import type { Session } from '../../../core/sessions/session.ts'
import { asProblem } from '../api/problem.ts'
import { useTitle } from '../app/use-title.ts'
import { countOf, formatCount } from '../format/count.ts'
import { LiveBadge } from '../live/live-badge.tsx'
import { ButtonLink } from '../shell/links.tsx'
import { NotForRole } from '../shell/not-for-role.tsx'
import { Notice } from '../shell/notice.tsx'
import { PersonRowsSkeleton } from '../shell/person-rows-skeleton.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { hiddenOf } from '../shell/screen-sights.ts'
import { groupByPage } from './group-by-page.ts'
import classes from './live-board.module.css'
import { LiveRow } from './live-row.tsx'
import { useLiveSessions } from './use-live-sessions.ts'

type RowsProps = { sessions: Session[]; now: number; arrivedAfter: number; label: string }

const Rows = ({ sessions, now, arrivedAfter, label }: RowsProps) => (
  <ol className={classes.list} aria-label={label}>
    {sessions.map((session) => (
      <li key={session.sessionId}>
        <LiveRow session={session} now={now} arrivedAfter={arrivedAfter} />
      </li>
    ))}
  </ol>
)

type BoardProps = { live: Session[]; now: number; arrivedAfter: number; byPage: boolean }

const Board = ({ live, now, arrivedAfter, byPage }: BoardProps) =>
  byPage ? (
    groupByPage(live).map(({ page, sessions }) => (
      <section key={page} className={classes.group}>
        <Title order={2} size="h6" className={classes.page}>
          <span className="one-line">{page}</span>
          <span className={classes.number}>{formatCount(sessions.length)}</span>
        </Title>
        <div className={classes.frame}>
          <Rows sessions={sessions} now={now} arrivedAfter={arrivedAfter} label={`On ${page}`} />
        </div>
      </section>
    ))
  ) : (
    <div className={classes.frame}>
      <Rows sessions={live} now={now} arrivedAfter={arrivedAfter} label="On the site now" />
    </div>
  )

export const LivePage = () => {
  const { project, may } = useRouteContext({ from: '/member/project' })
  const hidden = hiddenOf('/live', may)
  if (hidden.length > 0) return <NotForRole hidden={hidden} />
  return <ProjectLive key={project.projectId} />
}

const ProjectLive = () => {
  const { project } = useRouteContext({ from: '/member/project' })
  const { by } = useSearch({ from: '/member/project/live' })
  const navigate = useNavigate({ from: '/live' })
  const [openedAt] = useState(Date.now)
  const { live, now, status, more, ...query } = useLiveSessions(project.projectId)
  useTitle(live ? `Live: ${formatCount(live.length)}` : 'Live', project.name)

  return (
    <>
      <div className={classes.head}>
        <div className={classes.count}>
          <Title order={1} size="h3">
            {live ? (
              <>
                <span className={classes.big} data-live-count={live.length}>
                  {formatCount(live.length)}
                  {more && '+'}
                </span>{' '}
                on the site now
              </>
            ) : (
              'On the site now'
            )}
          </Title>
          <LiveBadge status={status} />
        </div>
        <SegmentedControl
          size="xs"
          aria-label="Grouping"
          data={[
            { value: 'person', label: 'By arrival' },
            { value: 'page', label: 'By page' },
          ]}
          value={by ?? 'person'}
          onChange={(value) =>
            navigate({
              search: (all) => ({ ...all, by: value === 'page' ? ('page' as const) : undefined }),
              replace: true,
              resetScroll: false,
            })
          }
        />
      </div>
      {!live && query.isError && (
        <ProblemNotice problem={asProblem(query.error)} onRetry={query.refetch} busy={query.isFetching} />
      )}
      {query.isPending && <PersonRowsSkeleton label="Looking who is there" className={classes.frame} />}
      {live?.length === 0 && (
        <Notice
          inPage
          icon={<IconCoffee size={28} stroke={1.5} aria-hidden="true" />}
          title="Nobody is on the site right now"
          text={`The next visitor shows here at once. Who does nothing for ${SESSION_LIVE_MS / 60_000} minutes is taken to have left.`}
        >
          <ButtonLink to="/sessions" variant="default">
            To the sessions
          </ButtonLink>
        </Notice>
      )}
      {live && live.length > 0 && (
        <>
          <Board live={live} now={now} arrivedAfter={openedAt} byPage={by === 'page'} />
          <Text size="xs" c="dimmed" className={classes.note}>
            {countOf(live.length, 'person', 'people')} with something done in the last{' '}
            {SESSION_LIVE_MS / 60_000} minutes.
          </Text>
        </>
      )}
    </>
  )
}
