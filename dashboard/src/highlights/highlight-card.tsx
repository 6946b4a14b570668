// One highlight as a card: its picture, what it shows, whose session it is of, and who cut it.
import { Text } from '@mantine/core'
import { IconMovie, IconPinFilled, IconPlayerPlayFilled } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ShownHighlight } from '../../../core/highlights/highlight.ts'
import { formatClock } from '../format/clock.ts'
import { formatAgo, formatExact } from '../format/time.ts'
import { personOf } from '../sessions/person.ts'
import { PersonAvatar } from '../sessions/person-avatar.tsx'
import { pinnedBy } from '../sessions/pin-words.ts'
import classes from './highlights.module.css'
import { useThumb } from './use-thumb.ts'

type Props = {
  projectId: string
  highlight: ShownHighlight
  now: number
  /** Whether the project shows pictures of sessions to whom it is. */
  pictured: boolean
  onTag: (tag: string) => void
}

export const HighlightCard = ({ projectId, highlight, now, pictured, onTag }: Props) => {
  const { highlightId, sessionId, title, tags, from, to, author, createdAt, session } = highlight
  const thumb = useThumb(projectId, highlight, pictured)
  const person = personOf(session)
  return (
    <li className={classes.card} data-highlight={highlightId}>
      <Link
        to="/sessions/$sessionId"
        params={{ sessionId }}
        search={(all) => ({
          project: all.project,
          at: from,
          upTo: to,
          panel: 'highlights' as const,
        })}
        className={classes.link}
      >
        <span className={classes.picture}>
          {thumb ? (
            <img src={thumb} alt="" draggable={false} />
          ) : (
            <IconMovie size={32} stroke={1.25} aria-hidden="true" />
          )}
          <span className={classes.play} aria-hidden="true">
            <IconPlayerPlayFilled size={18} />
          </span>
          <span className={classes.duration}>{formatClock(to - from)}</span>
        </span>
        <span className={classes.title}>{title}</span>
      </Link>
      <div className={classes.person}>
        <PersonAvatar person={person} size={22} />
        <Text size="sm" className="one-line">
          {person.name}
        </Text>
        {session.pinned && (
          <span
            className={classes.pin}
            role="img"
            aria-label={pinnedBy(session.pinned)}
            title={pinnedBy(session.pinned)}
          >
            <IconPinFilled size={14} aria-hidden="true" />
          </span>
        )}
      </div>
      <Text size="xs" c="dimmed" title={formatExact(createdAt)}>
        Cut by {author.email}, {formatAgo(createdAt, now)}
      </Text>
      {tags.length > 0 && (
        <div className={classes.tags}>
          {tags.map((tag) => (
            <button key={tag} type="button" className={classes.tag} onClick={() => onTag(tag)}>
              {tag}
            </button>
          ))}
        </div>
      )}
    </li>
  )
}
