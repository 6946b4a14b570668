// One highlight: what it shows, from when to when, who cut it, and what may be done with it.
import { ActionIcon, Badge, Tooltip } from '@mantine/core'
import {
  IconCheck,
  IconDownload,
  IconLink,
  IconPencil,
  IconPlayerPlayFilled,
  IconShare3,
  IconTrash,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Highlight } from '../../../../core/highlights/highlight.ts'
import type { Replay } from '../../../../core/replay/replay.ts'
import { meQuery } from '../../api/queries.ts'
import { formatClock } from '../../format/clock.ts'
import { formatDuration } from '../../format/duration.ts'
import { formatAgo, formatExact } from '../../format/time.ts'
import { spanUrl } from '../moment.ts'
import { useCopied } from '../use-copied.ts'
import classes from './highlights.module.css'

export type HighlightDeeds = {
  onPlay: (highlight: Highlight) => void
  onEdit: (highlight: Highlight) => void
  onDelete: (highlight: Highlight) => void
  /** Of who may hand sessions on, and where there is a recording. */
  onShare?: (highlight: Highlight) => void
  onExport?: (highlight: Highlight) => void
}

type Props = HighlightDeeds & { highlight: Highlight; replay: Replay; active: boolean; mayDelete: boolean }

const Tool = ({ label, onClick, children }: { label: string; onClick: () => void; children: ReactNode }) => (
  <Tooltip label={label}>
    <ActionIcon variant="subtle" color="gray" size="sm" aria-label={label} onClick={onClick}>
      {children}
    </ActionIcon>
  </Tooltip>
)

export const HighlightRow = (props: Props) => {
  const { highlight, replay, active, mayDelete, onPlay, onEdit, onDelete, onShare, onExport } = props
  const { title, tags, from, to, author, createdAt, editedAt } = highlight
  const { data: me } = useQuery(meQuery)
  const { copied, copy } = useCopied()
  const isOwn = me?.member.memberId === author.memberId
  const since = (at: number) => Math.max(0, at - replay.from)
  return (
    <li
      className={classes.highlight}
      data-highlight={highlight.highlightId}
      data-active={active || undefined}
    >
      <div className={classes.head}>
        <ActionIcon
          variant="light"
          color="teal"
          radius="xl"
          aria-label={`Play “${title}”`}
          onClick={() => onPlay(highlight)}
        >
          <IconPlayerPlayFilled size={15} aria-hidden="true" />
        </ActionIcon>
        <span className={classes.title}>{title}</span>
        <span className="numbers">{formatDuration(to - from)}</span>
      </div>
      <div className={classes.about}>
        <span className="numbers">
          {formatClock(since(from))} to {formatClock(since(to))}
        </span>
        , cut by {author.email},{' '}
        <span title={formatExact(createdAt)}>{formatAgo(createdAt, Date.now())}</span>
        {editedAt !== null && ', edited'}
      </div>
      {tags.length > 0 && (
        <div className={classes.tags}>
          {tags.map((tag) => (
            <Badge key={tag} variant="default" size="sm" tt="none">
              {tag}
            </Badge>
          ))}
        </div>
      )}
      <div className={classes.tools}>
        <Tool
          label={copied ? 'Copied' : 'Copy a link for members'}
          onClick={() => copy(spanUrl(location.href, since(from), since(to)))}
        >
          {copied ? <IconCheck size={15} aria-hidden="true" /> : <IconLink size={15} aria-hidden="true" />}
        </Tool>
        {onShare && (
          <Tool label="Make a public link" onClick={() => onShare(highlight)}>
            <IconShare3 size={15} aria-hidden="true" />
          </Tool>
        )}
        {onExport && (
          <Tool label="Save as a file" onClick={() => onExport(highlight)}>
            <IconDownload size={15} aria-hidden="true" />
          </Tool>
        )}
        {isOwn && (
          <Tool label="Change the highlight" onClick={() => onEdit(highlight)}>
            <IconPencil size={15} aria-hidden="true" />
          </Tool>
        )}
        {(isOwn || mayDelete) && (
          <Tool label="Delete the highlight" onClick={() => onDelete(highlight)}>
            <IconTrash size={15} aria-hidden="true" />
          </Tool>
        )}
      </div>
    </li>
  )
}
