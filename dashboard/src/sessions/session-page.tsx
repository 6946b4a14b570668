// One session: who it was, what they saw and did, and when.
import { Alert, Button, Skeleton } from '@mantine/core'
import { IconArrowLeft, IconEyeOff, IconUserQuestion } from '@tabler/icons-react'
import { useLocation, useParams, useRouteContext, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react'
import { WHY_NOT } from '../../../core/projects/may-see.ts'
import { asProblem } from '../api/problem.ts'
import { useNow } from '../app/use-now.ts'
import { useTitle } from '../app/use-title.ts'
import { useAssets } from '../replay/assets/use-assets.ts'
import type { Handed } from '../replay/handed.ts'
import { ReplayRoom } from '../replay/replay-room.tsx'
import { RoomSkeleton } from '../replay/room-skeleton.tsx'
import type { Player } from '../replay/stage/player.ts'
import { replayOfEvents } from '../replay/still/replay-of-events.ts'
import { useAllPages } from '../replay/use-all-pages.ts'
import { useReplay } from '../replay/use-replay-data.ts'
import { useSessionPlayer } from '../replay/use-session-player.ts'
import { offers } from '../settings/offers.ts'
import { ButtonLink, TextLink } from '../shell/links.tsx'
import { Notice } from '../shell/notice.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { NotShown } from './not-shown.tsx'
import { rememberOpened } from './opened-session.ts'
import { personOf } from './person.ts'
import { PinButton } from './pin-button.tsx'
import { SessionHead } from './session-head.tsx'
import classes from './session-page.module.css'
import { useSession } from './use-session.ts'

const ShareDialog = lazy(() =>
  import('../replay/keep/share-dialog.tsx').then((part) => ({ default: part.ShareDialog })),
)

const WatchersDialog = lazy(() =>
  import('./watchers-dialog.tsx').then((part) => ({ default: part.WatchersDialog })),
)

const ExportDialog = lazy(() =>
  import('../replay/export/export-dialog.tsx').then((part) => ({ default: part.ExportDialog })),
)

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
  const { project, may } = useRouteContext({ from: '/member/project' })
  const { t, until, at, upTo, tab } = useSearch({ from: '/member/project/sessions/$sessionId' })
  const live = useRef<Player | null>(null)
  const { facts, session, isShown, events, all, status } = useSession(project.projectId, sessionId, {
    may,
    onRecording: (recording) => live.current?.pushLive(recording),
  })
  useAllPages(events)
  const found = useReplay({ projectId: project.projectId, sessionId }, isShown && may.replay)
  const [scripted, setScripted] = useState(false)
  // The whole of it, or the part that is handed on.
  const [sharing, setSharing] = useState<Handed | 'all' | null>(null)
  const [exporting, setExporting] = useState<Handed | 'all' | null>(null)
  const [watchedBy, setWatchedBy] = useState(false)
  const now = useNow(CLOCK_TICK_MS)
  useEffect(() => rememberOpened(sessionId), [sessionId])
  useTitle(session ? personOf(session).name : 'Session', project.name)

  // Nothing was recorded, or it cannot be read now: what happened has its own time line.
  const isAlone = !may.replay || found.data === null || (found.isError && !found.data)
  const replay = useMemo(
    () => found.data ?? (isAlone && session && all ? replayOfEvents(session, all) : null),
    [found.data, isAlone, session, all],
  )
  const player = useSessionPlayer({
    where: { projectId: project.projectId, sessionId },
    replay,
    start: { t, at, tab, alone: until !== undefined || upTo !== undefined },
    onStale: () => void found.refetch(),
  })
  useEffect(() => {
    live.current = player
  }, [player])
  useAssets(player, { projectId: project.projectId, sessionId }, (found.data?.segments.length ?? 0) > 0)

  const isRecorded = (found.data?.segments.length ?? 0) > 0
  const mayShare = isRecorded && offers(project.role).shareSessions
  const mayExport = isRecorded && offers(project.role).exportSessions
  if (!session && facts.isError) {
    const problem = asProblem(facts.error)
    const isUnknown = problem.status === 404 || problem.status === 400
    if (!isUnknown) return <ProblemNotice problem={problem} onRetry={facts.refetch} busy={facts.isFetching} />
    return (
      <Notice
        icon={<IconUserQuestion size={28} stroke={1.5} />}
        title="No such session"
        text="It may have passed its retention time, been erased, or belong to another project."
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
        <SessionHead
          session={session}
          status={status}
          now={now}
          {...(offers(project.role).pinSessions && {
            pin: <PinButton project={project} session={session} now={now} />,
          })}
          onScript={() => setScripted(true)}
          {...(mayShare && { onShare: () => setSharing('all') })}
          {...(offers(project.role).seeWatchers && { onWatchers: () => setWatchedBy(true) })}
          {...(mayExport && { onExport: () => setExporting('all') })}
        />
      ) : (
        <Skeleton height={44} width={280} mb="lg" />
      )}
      {session && <NotShown may={may} of={['replay', 'devTools', 'personal']} />}
      {found.isError && !found.data && (
        <Alert color="orange" mb="md" title="The recording could not be read" role="alert">
          {asProblem(found.error).message}{' '}
          <Button
            size="compact-xs"
            variant="default"
            loading={found.isFetching}
            onClick={() => found.refetch()}
          >
            Try again
          </Button>
        </Alert>
      )}
      {session && replay && player ? (
        <ReplayRoom
          project={project}
          session={session}
          replay={replay}
          player={player}
          events={all}
          query={events}
          scripted={scripted}
          onScript={setScripted}
          {...(mayShare && { onShare: setSharing })}
          {...(mayExport && { onExport: setExporting })}
        />
      ) : session && !isShown ? (
        <Notice
          inPage
          icon={<IconEyeOff size={28} stroke={1.5} aria-hidden="true" />}
          title="This visit still goes on"
          text={`${WHY_NOT.live} Its admins decide that.`}
        />
      ) : (
        <RoomSkeleton />
      )}
      {watchedBy && (
        <Suspense fallback={null}>
          <WatchersDialog
            where={{ projectId: project.projectId, sessionId }}
            onClose={() => setWatchedBy(false)}
          />
        </Suspense>
      )}
      {exporting && found.data && session && (
        <Suspense fallback={null}>
          <ExportDialog
            where={{ projectId: project.projectId, sessionId }}
            session={session}
            replay={found.data}
            {...(exporting !== 'all' && { part: exporting })}
            onClose={() => setExporting(null)}
          />
        </Suspense>
      )}
      {sharing && found.data && player && (
        <Suspense fallback={null}>
          <ShareDialog
            where={{ projectId: project.projectId, sessionId }}
            replay={found.data}
            at={player.state.at}
            {...(sharing !== 'all' && { part: sharing })}
            onClose={() => setSharing(null)}
          />
        </Suspense>
      )}
    </>
  )
}
