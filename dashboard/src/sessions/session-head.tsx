// The first lines of a session's page: who, from where, with what, how much, and the ways to hand it on.
import { Button, CopyButton, Text, Title } from '@mantine/core'
import {
  IconCheck,
  IconDownload,
  IconEye,
  IconInfoCircle,
  IconLink,
  IconShare3,
  IconTestPipe,
} from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import type { Session } from '../../../core/sessions/session.ts'
import { countOf } from '../format/count.ts'
import { countryName } from '../format/country.ts'
import { formatDuration } from '../format/duration.ts'
import { formatAgo, formatExact } from '../format/time.ts'
import { LiveBadge } from '../live/live-badge.tsx'
import type { LiveStatus } from '../live/live-socket.ts'
import { Dialog } from '../shell/dialog.tsx'
import { ClientIcons } from './client-icons.tsx'
import { isLive } from './is-live.ts'
import { personOf } from './person.ts'
import { PersonAvatar } from './person-avatar.tsx'
import { PersonName } from './person-name.tsx'
import { SessionFacts } from './session-facts.tsx'
import classes from './session-page.module.css'

type Props = {
  session: Session
  status: LiveStatus
  now: number
  /** Of who may pin it. */
  pin?: ReactNode
  onScript: () => void
  onShare?: () => void
  onExport?: () => void
  onWatchers?: () => void
}

const presence = (session: Session, now: number): string =>
  isLive(session, now)
    ? `On the site now, for ${formatDuration(now - session.startedAt)}`
    : `Visited ${formatAgo(session.startedAt, now)}, for ${formatDuration(session.durationMs)}`

const placeOf = ({ city, country }: Session): string | null => {
  if (!country) return null
  return city ? `${city}, ${countryName(country)}` : countryName(country)
}

const Counts = ({ session }: { session: Session }) => {
  const { pageViews, clicks, events, errors, rageClicks, deadClicks } = session
  return (
    <span className={classes.counts}>
      <span>{countOf(pageViews, 'page')}</span>
      <span>{countOf(clicks, 'click')}</span>
      <span>{countOf(events, 'event')}</span>
      {errors > 0 && <span data-bad>{countOf(errors, 'error')}</span>}
      {rageClicks > 0 && <span data-bad>{countOf(rageClicks, 'rage click')}</span>}
      {deadClicks > 0 && <span>{countOf(deadClicks, 'dead click')}</span>}
    </span>
  )
}

export const SessionHead = (props: Props) => {
  const { session, status, now, pin, onScript, onShare, onExport, onWatchers } = props
  const [detailed, setDetailed] = useState(false)
  const place = placeOf(session)
  return (
    <div className={classes.head}>
      <PersonAvatar person={personOf(session)} size={44} />
      <div className={classes.who}>
        <Title order={1} size="h3">
          <PersonName session={session} now={now} badgeSize="sm" />
        </Title>
        <div className={classes.line}>
          <Text c="dimmed" size="sm" title={formatExact(session.startedAt)}>
            {presence(session, now)}
          </Text>
          {place && (
            <Text c="dimmed" size="sm">
              {place}
            </Text>
          )}
          <ClientIcons session={session} />
          <Counts session={session} />
        </div>
      </div>
      <div className={classes.actions}>
        <LiveBadge status={status} />
        {pin}
        <Button
          variant="default"
          size="compact-md"
          fz="sm"
          leftSection={<IconInfoCircle size={16} aria-hidden="true" />}
          onClick={() => setDetailed(true)}
        >
          Details
        </Button>
        <Button
          variant="default"
          size="compact-md"
          fz="sm"
          leftSection={<IconTestPipe size={16} aria-hidden="true" />}
          onClick={onScript}
        >
          As a test
        </Button>
        {onWatchers && (
          <Button
            variant="default"
            size="compact-md"
            fz="sm"
            leftSection={<IconEye size={16} aria-hidden="true" />}
            onClick={onWatchers}
          >
            Watched by
          </Button>
        )}
        {onExport && (
          <Button
            variant="default"
            size="compact-md"
            fz="sm"
            leftSection={<IconDownload size={16} aria-hidden="true" />}
            onClick={onExport}
          >
            Export
          </Button>
        )}
        {onShare && (
          <Button
            variant="default"
            size="compact-md"
            fz="sm"
            leftSection={<IconShare3 size={16} aria-hidden="true" />}
            onClick={onShare}
          >
            Share
          </Button>
        )}
        <CopyButton value={location.href} timeout={2_000}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              size="compact-md"
              fz="sm"
              leftSection={
                copied ? (
                  <IconCheck size={16} aria-hidden="true" />
                ) : (
                  <IconLink size={16} aria-hidden="true" />
                )
              }
              onClick={copy}
            >
              {copied ? 'Copied' : 'Copy link'}
            </Button>
          )}
        </CopyButton>
      </div>
      {detailed && (
        <Dialog title="Details" onClose={() => setDetailed(false)}>
          <SessionFacts session={session} now={now} />
          <Button variant="default" onClick={() => setDetailed(false)}>
            Close
          </Button>
        </Dialog>
      )}
    </div>
  )
}
