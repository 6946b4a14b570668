// One thing that a user did; opened it tells all that the site said of it, and leads to the visit.
import { Text } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { memo, useState } from 'react'
import { formatExact } from '../format/time.ts'
import { actionWords } from './action-words.ts'
import classes from './activity.module.css'
import type { Activity } from './activity-filters.ts'
import { SessionAt } from './session-at.tsx'

const timeOfDay = (at: number): string =>
  new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' }).format(at)

const valueText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

const Facts = ({ activity, projectId }: { activity: Activity; projectId: string }) => {
  const { userId, action, targetType, targetId, timestamp, metadata } = activity
  const at = Date.parse(timestamp)
  const facts: [string, string][] = [
    ['time', formatExact(at)],
    ['action', action],
    ...(userId === null ? [] : [['user', String(userId)] as [string, string]]),
    ...(targetType ? [[targetType, targetId ?? ''] as [string, string]] : []),
    ...Object.entries(metadata ?? {}).map(([name, value]): [string, string] => [name, valueText(value)]),
  ]
  return (
    <div className={classes.more}>
      <dl className={classes.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {userId !== null && <SessionAt projectId={projectId} userId={String(userId)} at={at} />}
    </div>
  )
}

type Props = { activity: Activity; projectId: string }

export const ActivityRow = memo(({ activity, projectId }: Props) => {
  const [isOpen, setOpen] = useState(false)
  const { userId, username, action, targetType, targetId, timestamp } = activity
  const { verb, icon: Icon } = actionWords(action)
  const id = userId === null ? undefined : String(userId)
  const name = username ?? id ?? 'Somebody'
  const at = Date.parse(timestamp)
  return (
    <div className={classes.row} data-activity={activity.id} data-action={action}>
      <span className={classes.icon} aria-hidden="true">
        <Icon size={16} stroke={1.75} />
      </span>
      <div className={classes.line}>
        <Text component="span" className={classes.sentence}>
          {id === undefined ? (
            <b>{name}</b>
          ) : (
            <Link
              from="/activity"
              to="."
              search={(all) => ({ ...all, user: id })}
              className={classes.who}
              title={`All that ${name} did`}
            >
              {name}
            </Link>
          )}{' '}
          {verb}
          {targetType && targetId && (
            <Text span c="dimmed" className={classes.target}>
              {' '}
              {/* "posted a video video" is what nobody says. */}
              {verb.includes(targetType) ? '' : `${targetType} `}
              <span className="mono">{targetId}</span>
            </Text>
          )}
        </Text>
        <time className={classes.time} dateTime={timestamp} title={formatExact(at)}>
          {timeOfDay(at)}
        </time>
        <button
          type="button"
          className={classes.toggle}
          aria-expanded={isOpen}
          aria-label={`Details: ${name} ${verb}`}
          onClick={() => setOpen(!isOpen)}
        >
          <IconChevronRight size={16} aria-hidden="true" data-open={isOpen || undefined} />
        </button>
      </div>
      {isOpen && <Facts activity={activity} projectId={projectId} />}
    </div>
  )
})
ActivityRow.displayName = 'ActivityRow'
