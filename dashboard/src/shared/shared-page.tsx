// What a public link shows: a session, or a part of one, to somebody who needs no login.
import { Badge, Text, Title } from '@mantine/core'
import { IconLinkOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useParams, useSearch } from '@tanstack/react-router'
import type { SharedReplay } from '../../../core/shares/share.ts'
import { asProblem } from '../api/problem.ts'
import { useTitle } from '../app/use-title.ts'
import { formatDuration } from '../format/duration.ts'
import { formatMoment } from '../format/time.ts'
import { RoomSkeleton } from '../replay/room-skeleton.tsx'
import { ColorSchemeToggle } from '../shell/color-scheme-toggle.tsx'
import { Logo } from '../shell/logo.tsx'
import { Notice } from '../shell/notice.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import classes from './shared-page.module.css'
import { sharedReplayQuery } from './shared-requests.ts'
import { SharedRoom } from './shared-room.tsx'
import { useSharedPlayer } from './use-shared-player.ts'

const Head = ({ shared: { replay, share, session } }: { shared: SharedReplay }) => (
  <div className={classes.head}>
    <Title order={1} size="h4">
      A shared session
    </Title>
    <Text size="sm" c="dimmed">
      {formatDuration(replay.durationMs)} · {session.browser} on {session.os}
    </Text>
    {share.mask === 'all_text' && (
      <Badge variant="light" color="gray" tt="none">
        Texts and images hidden
      </Badge>
    )}
    <Text size="sm" c="dimmed" className={classes.until}>
      This link is good until {formatMoment(share.expiresAt)}
    </Text>
  </div>
)

export const SharedPage = () => {
  const { token } = useParams({ from: '/shared/$token' })
  const { t } = useSearch({ from: '/shared/$token' })
  const query = useQuery(sharedReplayQuery(token))
  const { data } = query
  const player = useSharedPlayer(token, data?.replay, t)
  useTitle('A shared session')
  const problem = query.isError && !data ? asProblem(query.error) : undefined
  const leadsNowhere = problem?.status === 404 || problem?.status === 400
  return (
    <div className={classes.page}>
      <header className={classes.bar}>
        <Logo />
        <span>Playhead</span>
        <span className={classes.end}>
          <ColorSchemeToggle />
        </span>
      </header>
      <main id="main" tabIndex={-1} className={classes.main}>
        {leadsNowhere && (
          <Notice
            icon={<IconLinkOff size={28} stroke={1.5} />}
            title="This link leads nowhere"
            text="It has expired, was revoked, or is not whole. Ask whoever gave it to you for another one."
          />
        )}
        {problem && !leadsNowhere && (
          <ProblemNotice problem={problem} onRetry={query.refetch} busy={query.isFetching} />
        )}
        {!problem && data && <Head shared={data} />}
        {!problem &&
          (data && player ? <SharedRoom token={token} shared={data} player={player} /> : <RoomSkeleton />)}
      </main>
    </div>
  )
}
