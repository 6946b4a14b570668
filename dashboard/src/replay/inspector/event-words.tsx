// What an event says in one line, and everything that was sent with it.
import { Code } from '@mantine/core'
import {
  IconAlertHexagon,
  IconBolt,
  IconBug,
  IconClick,
  IconFileText,
  IconFlag,
  IconForms,
  IconMoodAngry,
  type IconProps,
} from '@tabler/icons-react'
import type { ComponentType, ReactNode } from 'react'
import { isDeadClick, isPageView } from '../../../../core/events/event-names.ts'
import type { SessionEvent } from '../../../../core/sessions/session-event.ts'
import { pagePath } from '../../format/page-path.ts'
import { formatExact } from '../../format/time.ts'
import { type EventKind, kindOf } from './event-kinds.ts'
import classes from './inspector.module.css'

const ICONS: Record<EventKind, ComponentType<IconProps>> = {
  pages: IconFileText,
  clicks: IconClick,
  input: IconForms,
  frustration: IconMoodAngry,
  errors: IconBug,
  custom: IconFlag,
  other: IconBolt,
}

export const EventIcon = ({ name }: { name: string }) => {
  const Icon = isDeadClick(name) ? IconAlertHexagon : ICONS[kindOf(name)]
  return <Icon size={16} stroke={1.7} className={classes.icon} aria-hidden="true" />
}

const saidOf = ({ target, props }: SessionEvent): unknown =>
  target?.text ?? props['message'] ?? props['title'] ?? props['value'] ?? props['reason']

/** What tells this event from others of its name. */
export const Gist = ({ event }: { event: SessionEvent }) => {
  const { name, url, target } = event
  if (isPageView(name)) return pagePath(url)
  const said = saidOf(event)
  const place = target?.selector ?? [target?.type, target?.id].filter(Boolean).join(' ')
  const isSaid = (typeof said === 'string' && said !== '') || typeof said === 'boolean'
  return (
    <>
      {isSaid && <span className={classes.said}>{String(said)}</span>}
      {place && <span className="mono">{place}</span>}
    </>
  )
}

export const Detail = ({ label, children }: { label: string; children: ReactNode }) =>
  children ? (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  ) : null

export const EventDetails = ({ event }: { event: SessionEvent }) => {
  const { target, props } = event
  const point = target?.x !== undefined && target.y !== undefined && `${target.x}, ${target.y} px`
  return (
    <div className={classes.details}>
      <dl>
        <Detail label="Time">{formatExact(event.ts)}</Detail>
        <Detail label="Page">{event.url}</Detail>
        <Detail label="Element">{target?.selector && <span className="mono">{target.selector}</span>}</Detail>
        <Detail label="Text">{target?.text}</Detail>
        <Detail label="On">{[target?.type, target?.id].filter(Boolean).join(' ')}</Detail>
        <Detail label="At">{point}</Detail>
        <Detail label="User">{event.userId}</Detail>
        <Detail label="Sent as">{event.rawName !== event.name && event.rawName}</Detail>
        <Detail label="Tab">
          <span className="mono">
            {event.tabId.slice(0, 8)} · batch {event.seq}
          </span>
        </Detail>
        <Detail label="Event id">
          <span className="mono">{event.eventId}</span>
        </Detail>
      </dl>
      {Object.keys(props).length > 0 && <Code block>{JSON.stringify(props, null, 2)}</Code>}
    </div>
  )
}
