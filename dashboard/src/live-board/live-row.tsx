// Somebody who is on the site: who, on which page, what they did last, since when, from where, with what.
import { Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { memo } from 'react'
import type { Session } from '../../../core/sessions/session.ts'
import { formatDuration } from '../format/duration.ts'
import { pageHost, pagePath } from '../format/page-path.ts'
import { placeOf } from '../format/place.ts'
import { formatAgo, formatExact } from '../format/time.ts'
import { ClientIcons } from '../sessions/client-icons.tsx'
import { personOf } from '../sessions/person.ts'
import { PersonAvatar } from '../sessions/person-avatar.tsx'
import { PersonName } from '../sessions/person-name.tsx'
import { SessionMarks } from '../sessions/session-marks.tsx'
import { actionWords } from './last-action.ts'
import classes from './live-board.module.css'

type Props = { session: Session; now: number; arrivedAfter: number }

export const LiveRow = memo(({ session, now, arrivedAfter }: Props) => {
  const person = personOf(session)
  const place = placeOf(session)
  const action = actionWords(session.lastEvent)
  const ago = formatAgo(session.lastSeenAt, now)
  const since = formatDuration(now - session.startedAt)
  const host = pageHost(session.exitUrl)
  const { referrerHost } = session
  const from = referrerHost && referrerHost !== host ? `from ${referrerHost}` : 'came directly'
  return (
    <Link
      to="/sessions/$sessionId"
      params={{ sessionId: session.sessionId }}
      search={(all) => ({ project: all.project })}
      className={classes.row}
      data-live-session={session.sessionId}
      data-fresh={session.startedAt > arrivedAfter || undefined}
    >
      <span className={classes.person}>
        <PersonAvatar person={person} size={34} />
        <span className={classes.two}>
          <span className={classes.name}>
            <PersonName session={session} now={now} badgeSize="xs" />
          </span>
          <Text span size="xs" c="dimmed" className="one-line">
            {place ?? 'Place unknown'}
          </Text>
        </span>
      </span>
      <span className={`${classes.two} ${classes.where}`}>
        <span className="one-line" title={session.exitUrl ?? undefined}>
          {pagePath(session.exitUrl)}
        </span>
        <Text span size="xs" c="dimmed" className="one-line">
          {from}
        </Text>
      </span>
      <span className={`${classes.two} ${classes.action}`}>
        <span className="one-line">{action}</span>
        <Text span size="xs" c="dimmed">
          {ago}
        </Text>
      </span>
      <span className={classes.since} title={formatExact(session.startedAt)}>
        {since}
      </span>
      <span className={classes.client}>
        <ClientIcons session={session} />
      </span>
      <span className={classes.marks}>
        <SessionMarks session={session} />
      </span>
    </Link>
  )
})
LiveRow.displayName = 'LiveRow'
