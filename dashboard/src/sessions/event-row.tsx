// One event: when, what, on what; opened, everything that was sent with it.
import { Code } from '@mantine/core'
import {
  IconBug,
  IconChevronRight,
  IconClick,
  IconFileText,
  IconForms,
  IconMouse,
  IconPoint,
} from '@tabler/icons-react'
import { memo, type ReactNode } from 'react'
import { isClick, isError, isPageView } from '../../../core/events/event-names.ts'
import type { SessionEvent } from '../../../core/sessions/session-event.ts'
import { formatOffset } from '../format/duration.ts'
import { pagePath } from '../format/page-path.ts'
import { formatExact } from '../format/time.ts'
import classes from './event-list.module.css'

type Props = {
  event: SessionEvent
  startedAt: number
  samePage: boolean
  open: boolean
  onToggle: (eventId: string) => void
}

const iconOf = (name: string) => {
  if (isPageView(name)) return IconFileText
  if (isClick(name) || /click/.test(name)) return IconClick
  if (isError(name)) return IconBug
  if (/scroll|mouse/.test(name)) return IconMouse
  if (/input|change|form|submit/.test(name)) return IconForms
  return IconPoint
}

/** What tells this event from others of its name, in one line. */
const gist = ({ name, url, target, props }: SessionEvent): ReactNode => {
  if (isPageView(name)) return pagePath(url)
  const { text, selector, type, id } = target ?? {}
  const said = text ?? props.message ?? props.title ?? props.value
  const place = selector ?? [type, id].filter(Boolean).join(' ')
  return (
    <>
      {typeof said === 'string' && said !== '' && <span className={classes.said}>{said}</span>}
      {place && <span className="mono">{place}</span>}
    </>
  )
}

const Detail = ({ label, children }: { label: string; children: ReactNode }) =>
  children ? (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  ) : null

const Details = ({ event }: { event: SessionEvent }) => {
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

export const EventRow = memo(({ event, startedAt, samePage, open, onToggle }: Props) => {
  const Icon = iconOf(event.name)
  const showsPage = !samePage && !isPageView(event.name)
  return (
    <div className={classes.row} data-bad={isError(event.name) || undefined}>
      <button
        type="button"
        className={classes.line}
        aria-expanded={open}
        onClick={() => onToggle(event.eventId)}
        data-event={event.eventId}
      >
        <span className={classes.offset}>{formatOffset(event.ts - startedAt)}</span>
        <Icon size={16} stroke={1.7} className={classes.icon} aria-hidden="true" />
        <span className={classes.name}>{event.name}</span>
        <span className={classes.gist}>{gist(event)}</span>
        {showsPage && <span className={classes.page}>{pagePath(event.url)}</span>}
        <IconChevronRight size={16} className={classes.chevron} aria-hidden="true" />
      </button>
      {open && <Details event={event} />}
    </div>
  )
})
EventRow.displayName = 'EventRow'
