// What is known of a session as a whole.
import { Paper, Text } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import type { ReactNode } from 'react'
import type { Session } from '../../../core/sessions/session.ts'
import { formatCount } from '../format/count.ts'
import { countryName } from '../format/country.ts'
import { formatDuration } from '../format/duration.ts'
import { pagePath } from '../format/page-path.ts'
import { formatAgo, formatExact } from '../format/time.ts'
import { ClientIcons } from './client-icons.tsx'
import classes from './session-page.module.css'

const Figure = ({ label, children, bad }: { label: string; children: ReactNode; bad?: boolean }) => (
  <div className={classes.figure} data-bad={bad || undefined}>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </div>
)

const Fact = ({ label, children, title }: { label: string; children: ReactNode; title?: string }) => (
  <div className={classes.fact}>
    <dt>{label}</dt>
    <dd title={title}>{children}</dd>
  </div>
)

export const SessionFacts = ({ session, now }: { session: Session; now: number }) => {
  // On a small screen the events matter more: the details open on request.
  const wide = useMediaQuery('(min-width: 60.0625em)', true, { getInitialValueInEffect: false })
  return (
    <Paper component="section" withBorder className={classes.facts} aria-label="Facts">
      <dl className={classes.figures}>
        <Figure label="Duration">{formatDuration(session.durationMs)}</Figure>
        <Figure label="Pages">{formatCount(session.pageViews)}</Figure>
        <Figure label="Clicks">{formatCount(session.clicks)}</Figure>
        <Figure label="Events">{formatCount(session.events)}</Figure>
        <Figure label="Errors" bad={session.errors > 0}>
          {formatCount(session.errors)}
        </Figure>
      </dl>
      <details className={classes.more} open={wide}>
        <summary>Details</summary>
        <dl className={classes.list}>
          <Fact label="Entered at" title={session.entryUrl ?? undefined}>
            {pagePath(session.entryUrl)}
          </Fact>
          <Fact label="Last page" title={session.exitUrl ?? undefined}>
            {pagePath(session.exitUrl)}
          </Fact>
          {session.referrer && <Fact label="Came from">{session.referrer}</Fact>}
          <Fact label="Started">{formatExact(session.startedAt)}</Fact>
          {session.endedAt === null ? (
            <Fact label="Last seen" title={formatExact(session.lastSeenAt)}>
              {formatAgo(session.lastSeenAt, now)}
            </Fact>
          ) : (
            <Fact label="Ended">{formatExact(session.endedAt)}</Fact>
          )}
          {session.country && <Fact label="Country">{countryName(session.country)}</Fact>}
          <Fact label="With">
            <span className={classes.client}>
              <ClientIcons session={session} />
              {session.browser} on {session.os}
            </span>
          </Fact>
          <Fact label="Visitor">
            <span className="mono">{session.visitorId}</span>
          </Fact>
          <Fact label="Session">
            <span className="mono">{session.sessionId}</span>
          </Fact>
        </dl>
        {session.userId === null && (
          <Text size="xs" c="dimmed" mt="md">
            This visitor has not signed in. The name is made up from the visitor’s id, and stays the same.
          </Text>
        )}
      </details>
    </Paper>
  )
}
