// Somebody who is online: who, whether they look, on which page, since when, and when they did something last.
import { Text } from '@mantine/core'
import { IconPlayerPlay } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { memo, type ReactNode } from 'react'
import { presenceText } from '../../../core/presence/presence-text.ts'
import { formatDuration } from '../format/duration.ts'
import { pagePath } from '../format/page-path.ts'
import { formatAgo, formatExact } from '../format/time.ts'
import type { OnlinePerson } from './online-people.ts'
import classes from './people.module.css'
import { StatusAvatar } from './status-avatar.tsx'

const Row = ({ person, children }: { person: OnlinePerson; children: ReactNode }) => {
  const marks = { 'data-person': person.id, 'data-presence': person.status }
  if (!person.session)
    return (
      <div className={classes.row} {...marks}>
        {children}
      </div>
    )
  return (
    <Link
      to="/sessions/$sessionId"
      params={{ sessionId: person.session.sessionId }}
      search={(all) => ({ project: all.project })}
      className={classes.row}
      {...marks}
    >
      {children}
    </Link>
  )
}

export const OnlineRow = memo(({ person, now }: { person: OnlinePerson; now: number }) => {
  const { id, name, status, session, lastActiveAt } = person
  const activeAt = lastActiveAt === null ? undefined : Date.parse(lastActiveAt)
  return (
    <Row person={person}>
      <span className={classes.person}>
        <StatusAvatar name={name} status={status} />
        <span className={classes.two}>
          <span className={`${classes.name} one-line`} title={name}>
            {name}
          </span>
          <Text span size="xs" c="dimmed" className="one-line" title={id}>
            {name === id ? presenceText({ status }, now) : id}
          </Text>
        </span>
      </span>
      <span className={`${classes.two} ${classes.where}`}>
        {session ? (
          <>
            <span className="one-line" title={session.exitUrl ?? undefined}>
              {pagePath(session.exitUrl)}
            </span>
            <Text span size="xs" c="dimmed" title={formatExact(session.startedAt)}>
              here for {formatDuration(now - session.startedAt)}
            </Text>
          </>
        ) : (
          <Text span size="sm" c="dimmed">
            No running visit
          </Text>
        )}
      </span>
      <span className={`${classes.two} ${classes.active}`}>
        <span>{presenceText({ status }, now)}</span>
        {activeAt !== undefined && (
          <Text span size="xs" c="dimmed" title={formatExact(activeAt)}>
            last did something {formatAgo(activeAt, now)}
          </Text>
        )}
      </span>
      <span className={classes.watch}>
        {session && (
          <>
            <IconPlayerPlay size={14} stroke={1.75} aria-hidden="true" />
            Watch
          </>
        )}
      </span>
    </Row>
  )
})
OnlineRow.displayName = 'OnlineRow'
