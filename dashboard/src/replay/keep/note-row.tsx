// One note: when, who, what, and what its writer may do with it.
import { ActionIcon, Badge, Tooltip } from '@mantine/core'
import { IconPencil, IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { Note } from '../../../../core/notes/note.ts'
import { membersQuery, meQuery } from '../../api/queries.ts'
import { formatClock } from '../../format/clock.ts'
import { formatAgo, formatExact } from '../../format/time.ts'
import classes from './keep.module.css'

type Props = {
  note: Note
  from: number
  chosen: boolean
  mayDelete: boolean
  organisationId: string
  onSeek: () => void
  onEdit: () => void
  onDelete: () => void
}

const Mentioned = ({ organisationId, mentions }: { organisationId: string; mentions: string[] }) => {
  const { data } = useQuery(membersQuery(organisationId))
  const names = mentions.flatMap((id) => data?.members.find(({ memberId }) => memberId === id) ?? [])
  return names.map(({ memberId, name, email }) => (
    <Badge key={memberId} variant="light" size="sm" tt="none">
      @{name ?? email}
    </Badge>
  ))
}

export const NoteRow = (props: Props) => {
  const { note, from, chosen, mayDelete, organisationId, onSeek, onEdit, onDelete } = props
  const { data: me } = useQuery(meQuery)
  const isOwn = me?.member.memberId === note.author.memberId
  const row = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (chosen) row.current?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  return (
    <li ref={row} className={classes.note} data-note={note.noteId} data-chosen={chosen || undefined}>
      <div className={classes.noteHead}>
        <button type="button" className={classes.moment} onClick={onSeek}>
          {formatClock(Math.max(0, note.at - from))}
        </button>
        <span className="one-line">{note.author.email}</span>
        <span title={formatExact(note.createdAt)}>
          {formatAgo(note.createdAt, Date.now())}
          {note.editedAt !== null && ', edited'}
        </span>
        <span className={classes.noteEnd}>
          {isOwn && (
            <Tooltip label="Change">
              <ActionIcon
                variant="subtle"
                color="gray"
                size="sm"
                aria-label="Change the note"
                onClick={onEdit}
              >
                <IconPencil size={15} aria-hidden="true" />
              </ActionIcon>
            </Tooltip>
          )}
          {(isOwn || mayDelete) && (
            <Tooltip label="Delete">
              <ActionIcon
                variant="subtle"
                color="gray"
                size="sm"
                aria-label="Delete the note"
                onClick={onDelete}
              >
                <IconTrash size={15} aria-hidden="true" />
              </ActionIcon>
            </Tooltip>
          )}
        </span>
      </div>
      <p className={classes.text}>{note.text}</p>
      {note.tags.length + note.mentions.length > 0 && (
        <div className={classes.tags}>
          {note.tags.map((tag) => (
            <Badge key={tag} variant="default" size="sm" tt="none">
              {tag}
            </Badge>
          ))}
          {note.mentions.length > 0 && <Mentioned organisationId={organisationId} mentions={note.mentions} />}
        </div>
      )}
    </li>
  )
}
