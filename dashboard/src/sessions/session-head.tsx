// The first line of a session's page: who, whether they are there now, and a link to hand on.
import { Avatar, Badge, Button, CopyButton, Text, Title } from '@mantine/core'
import { IconCheck, IconLink } from '@tabler/icons-react'
import type { Session } from '../../../core/sessions/session.ts'
import { formatAgo, formatExact } from '../format/time.ts'
import { LiveBadge } from '../live/live-badge.tsx'
import type { LiveStatus } from '../live/live-socket.ts'
import { isLive } from './is-live.ts'
import { LiveDot } from './live-dot.tsx'
import { personOf } from './person.ts'
import classes from './session-page.module.css'

type Props = { session: Session; status: LiveStatus; now: number }

export const SessionHead = ({ session, status, now }: Props) => {
  const person = personOf(session)
  const live = isLive(session, now)
  return (
    <div className={classes.head}>
      <Avatar size={44} name={person.name} color={person.known ? 'initials' : 'gray'} alt="" />
      <div className={classes.who}>
        <Title order={1} size="h3" className={classes.name}>
          <span className="one-line">{person.name}</span>
          {live && <LiveDot />}
          {session.bot && (
            <Badge size="sm" variant="light" color="gray">
              Bot
            </Badge>
          )}
        </Title>
        <Text c="dimmed" size="sm" title={formatExact(session.startedAt)}>
          {live ? 'On the site now, since ' : 'Visited '}
          {formatAgo(session.startedAt, now)}
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
              leftSection={copied ? <IconCheck size={16} /> : <IconLink size={16} />}
              onClick={copy}
            >
              {copied ? 'Copied' : 'Copy link'}
            </Button>
          )}
        </CopyButton>
      </div>
    </div>
  )
}
