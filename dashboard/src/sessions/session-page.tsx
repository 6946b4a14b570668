// One session: who it was, and everything that happened, in order.
import { Skeleton } from '@mantine/core'
import { IconArrowLeft, IconUserQuestion } from '@tabler/icons-react'
import { useLocation, useParams, useRouteContext, useSearch } from '@tanstack/react-router'
import { useEffect } from 'react'
import { asProblem } from '../api/problem.ts'
import { useNow } from '../app/use-now.ts'
import { useTitle } from '../app/use-title.ts'
import { ButtonLink, TextLink } from '../shell/links.tsx'
import { Notice } from '../shell/notice.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { EventPanel } from './event-panel.tsx'
import { rememberOpened } from './opened-session.ts'
import { personOf } from './person.ts'
import { SessionFacts } from './session-facts.tsx'
import { SessionHead } from './session-head.tsx'
import classes from './session-page.module.css'
import { useSession } from './use-session.ts'

const CLOCK_TICK_MS = 5_000

const BackToList = () => {
  const { list } = useLocation().state
  return (
    <TextLink to="/sessions" search={list ?? {}} size="sm" c="dimmed" className={classes.back}>
      <IconArrowLeft size={16} aria-hidden="true" /> Sessions
    </TextLink>
  )
}

export const SessionPage = () => {
  const { sessionId } = useParams({ from: '/member/project/sessions/$sessionId' })
  // Events pushed for one session must not show in another.
  return <OneSession key={sessionId} sessionId={sessionId} />
}

const OneSession = ({ sessionId }: { sessionId: string }) => {
  const { project } = useRouteContext({ from: '/member/project' })
  const { name } = useSearch({ from: '/member/project/sessions/$sessionId' })
  const { facts, session, events, all, status } = useSession(project.projectId, sessionId, name)
  const now = useNow(CLOCK_TICK_MS)
  useEffect(() => rememberOpened(sessionId), [sessionId])
  useTitle(session ? personOf(session).name : 'Session', project.name)

  if (!session && facts.isError) {
    const problem = asProblem(facts.error)
    const isUnknown = problem.status === 404 || problem.status === 400
    if (!isUnknown) return <ProblemNotice problem={problem} onRetry={facts.refetch} busy={facts.isFetching} />
    return (
      <Notice
        icon={<IconUserQuestion size={28} stroke={1.5} />}
        title="No such session"
        text="It may have passed its retention time, or it belongs to another project."
      >
        <ButtonLink to="/sessions" mt="xs">
          To the sessions
        </ButtonLink>
      </Notice>
    )
  }
  return (
    <>
      <BackToList />
      {session ? (
        <SessionHead session={session} status={status} now={now} />
      ) : (
        <Skeleton height={44} width={280} mb="lg" />
      )}
      <div className={classes.columns}>
        {session ? (
          <SessionFacts session={session} now={now} />
        ) : (
          <Skeleton height={320} radius="lg" role="status" aria-label="Loading the session" />
        )}
        <EventPanel
          projectId={project.projectId}
          sessionId={sessionId}
          name={name}
          startedAt={session?.startedAt}
          shown={all}
          query={events}
          follows={status !== 'off'}
        />
      </div>
    </>
  )
}
