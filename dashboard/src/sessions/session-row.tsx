// One session in the list: who and where, which pages, when it was busy, with what, when, how long, and what went wrong.
import { Text } from '@mantine/core'
import { IconArrowNarrowRight } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { memo } from 'react'
import type { Session } from '../../../core/sessions/session.ts'
import { countOf } from '../format/count.ts'
import { formatDuration } from '../format/duration.ts'
import { pageHost, pagePath } from '../format/page-path.ts'
import { placeOf } from '../format/place.ts'
import { formatAgo, formatExact } from '../format/time.ts'
import { ActivityLine } from './activity-line.tsx'
import { ClientIcons } from './client-icons.tsx'
import { personOf } from './person.ts'
import { PersonAvatar } from './person-avatar.tsx'
import { PersonName } from './person-name.tsx'
import type { SessionListSearch } from './session-filters.ts'
import classes from './session-list.module.css'
import { SessionMarks } from './session-marks.tsx'

type Props = { session: Session; now: number; listSearch: SessionListSearch }

const Pages = ({ session }: { session: Session }) => {
  const { entryUrl, exitUrl, referrerHost } = session
  const entry = pagePath(entryUrl)
  const exit = pagePath(exitUrl)
  const host = pageHost(entryUrl)
  const facts = [
    countOf(session.pageViews, 'page'),
    countOf(session.clicks, 'click'),
    countOf(session.events, 'event'),
    referrerHost && referrerHost !== host ? `from ${referrerHost}` : null,
  ]
  return (
    <span className={classes.pages}>
      <span className={classes.path} title={`${entryUrl ?? ''}\n${exitUrl ?? ''}`.trim()}>
        <span className="one-line">{entry}</span>
        {exit !== entry && (
          <>
            <IconArrowNarrowRight size={16} className={classes.arrow} aria-hidden="true" />
            <span className="one-line">{exit}</span>
          </>
        )}
      </span>
      <Text span size="xs" c="dimmed" className={`one-line ${classes.counts}`}>
        {facts.filter(Boolean).join(' · ')}
      </Text>
    </span>
  )
}

export const SessionRow = memo(({ session, now, listSearch }: Props) => {
  const person = personOf(session)
  return (
    <Link
      to="/sessions/$sessionId"
      params={{ sessionId: session.sessionId }}
      search={(all) => ({ project: all.project })}
      state={{ list: listSearch }}
      className={classes.row}
      data-session={session.sessionId}
    >
      <span className={classes.person}>
        <PersonAvatar person={person} size={34} />
        <span className={classes.who}>
          <span className={classes.name}>
            <PersonName session={session} now={now} badgeSize="xs" />
          </span>
          <Text span size="xs" c="dimmed" className="one-line">
            {placeOf(session) ?? 'Place unknown'}
          </Text>
        </span>
      </span>
      <Pages session={session} />
      <span className={classes.activity}>
        <ActivityLine activity={session.activity} />
      </span>
      <span className={classes.client}>
        <ClientIcons session={session} />
      </span>
      <span className={classes.when} title={formatExact(session.startedAt)}>
        {formatAgo(session.startedAt, now)}
      </span>
      <span className={classes.duration}>{formatDuration(session.durationMs)}</span>
      <span className={classes.marks}>
        <SessionMarks session={session} />
      </span>
    </Link>
  )
})
SessionRow.displayName = 'SessionRow'
