// The first line of a session's page: who, whether they are there now, and a link to hand on.
import { Button, CopyButton, Text, Title } from '@mantine/core'
import { IconCheck, IconLink } from '@tabler/icons-react'
import type { Session } from '../../../core/sessions/session.ts'
import { formatDuration } from '../format/duration.ts'
import { formatAgo, formatExact } from '../format/time.ts'
import { LiveBadge } from '../live/live-badge.tsx'
import type { LiveStatus } from '../live/live-socket.ts'
import { isLive } from './is-live.ts'
import { personOf } from './person.ts'
import { PersonAvatar } from './person-avatar.tsx'
import { PersonName } from './person-name.tsx'
import classes from './session-page.module.css'

type Props = { session: Session; status: LiveStatus; now: number }

const presence = (session: Session, now: number): string =>
  isLive(session, now)
    ? `On the site now, for ${formatDuration(now - session.startedAt)}`
    : `Visited ${formatAgo(session.startedAt, now)}`

export const SessionHead = ({ session, status, now }: Props) => (
  <div className={classes.head}>
    <PersonAvatar person={personOf(session)} size={44} />
    <div className={classes.who}>
      <Title order={1} size="h3">
        <PersonName session={session} now={now} badgeSize="sm" />
      </Title>
      <Text c="dimmed" size="sm" title={formatExact(session.startedAt)}>
        {presence(session, now)}
      </Text>
    </div>
    <div className={classes.actions}>
      <LiveBadge status={status} />
      <CopyButton value={location.href} timeout={2_000}>
        {({ copied, copy }) => (
          <Button
            variant="default"
            size="compact-md"
            fz="sm"
            leftSection={
              copied ? <IconCheck size={16} aria-hidden="true" /> : <IconLink size={16} aria-hidden="true" />
            }
            onClick={copy}
          >
            {copied ? 'Copied' : 'Copy link'}
          </Button>
        )}
      </CopyButton>
    </div>
  </div>
)
