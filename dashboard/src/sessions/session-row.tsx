// One session in the list: who, from where to where, with what, when, how much.
import { Badge, Text, Tooltip } from '@mantine/core'
import { IconArrowNarrowRight, IconBug, IconClick, IconFileText, IconListDetails } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { memo } from 'react'
import type { Session } from '../../../core/sessions/session.ts'
import { countOf, formatCount } from '../format/count.ts'
import { countryName } from '../format/country.ts'
import { formatDuration } from '../format/duration.ts'
import { pageHost, pagePath } from '../format/page-path.ts'
import { formatAgo, formatExact } from '../format/time.ts'
import { ClientIcons } from './client-icons.tsx'
import { isLive } from './is-live.ts'
import { personOf } from './person.ts'
import { PersonAvatar } from './person-avatar.tsx'
import { PersonName } from './person-name.tsx'
import type { SessionListSearch } from './session-filters.ts'
import classes from './session-list.module.css'

type Props = { session: Session; now: number; listSearch: SessionListSearch }

const summary = (session: Session, now: number): string =>
  [
    personOf(session).name,
    isLive(session, now) ? 'live now' : null,
    `${pagePath(session.entryUrl)} to ${pagePath(session.exitUrl)}`,
    session.country ? countryName(session.country) : null,
    `${session.browser} on ${session.os}`,
    `started ${formatAgo(session.startedAt, now)}`,
    `lasted ${formatDuration(session.durationMs)}`,
    countOf(session.pageViews, 'page'),
    countOf(session.clicks, 'click'),
    countOf(session.events, 'event'),
    session.errors > 0 ? countOf(session.errors, 'error') : null,
  ]
    .filter(Boolean)
    .join(', ')

const Pages = ({ session: { entryUrl, exitUrl } }: { session: Session }) => {
  const entry = pagePath(entryUrl)
  const exit = pagePath(exitUrl)
  const host = pageHost(entryUrl)
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
      {host && (
        <Text span size="xs" c="dimmed" className={`one-line ${classes.host}`}>
          {host}
        </Text>
      )}
    </span>
  )
}

const Count = ({ n, name, icon: Icon }: { n: number; name: string; icon: typeof IconClick }) => (
  <span className={classes.count} title={countOf(n, name)}>
    <Icon size={15} stroke={1.6} className={classes.countIcon} aria-hidden="true" />
    {formatCount(n)}
  </span>
)

export const SessionRow = memo(({ session, now, listSearch }: Props) => {
  const person = personOf(session)
  return (
    <Link
      to="/sessions/$sessionId"
      params={{ sessionId: session.sessionId }}
      search={(all) => ({ project: all.project })}
      state={{ list: listSearch }}
      className={classes.row}
      aria-label={summary(session, now)}
      data-session={session.sessionId}
    >
      <span className={classes.person}>
        <PersonAvatar person={person} size={34} />
        <span className={classes.who}>
          <span className={classes.name}>
            <PersonName session={session} now={now} badgeSize="xs" />
          </span>
          <Text span size="xs" c="dimmed" className="one-line mono">
            {person.visitor}
          </Text>
        </span>
      </span>
      <Pages session={session} />
      <span className={classes.client}>
        <ClientIcons session={session} />
        {session.country && (
          <Tooltip label={countryName(session.country)}>
            <span className={classes.country}>{session.country}</span>
          </Tooltip>
        )}
      </span>
      <span className={classes.when} title={formatExact(session.startedAt)}>
        {formatAgo(session.startedAt, now)}
      </span>
      <span className={classes.duration}>{formatDuration(session.durationMs)}</span>
      <span className={classes.counts}>
        <Count n={session.pageViews} name="page" icon={IconFileText} />
        <Count n={session.clicks} name="click" icon={IconClick} />
        <Count n={session.events} name="event" icon={IconListDetails} />
      </span>
      <span className={classes.errors}>
        {session.errors > 0 && (
          <Badge
            variant="light"
            color="red"
            tt="none"
            leftSection={<IconBug size={13} aria-hidden="true" />}
            title={countOf(session.errors, 'error')}
          >
            {formatCount(session.errors)}
          </Badge>
        )}
      </span>
    </Link>
  )
})
SessionRow.displayName = 'SessionRow'
