// Where notes stand on the time line. With the keyboard one goes by the panel of notes.
import { IconNote } from '@tabler/icons-react'
import { memo } from 'react'
import type { Note } from '../../../../core/notes/note.ts'
import type { TimeScale } from '../time-line/time-scale.ts'
import classes from './keep.module.css'

type Props = { notes: Note[]; scale: TimeScale; onNote: (note: Note) => void }

export const NoteLane = memo(({ notes, scale, onNote }: Props) =>
  notes.length === 0 || scale.width === 0 ? null : (
    <div className={classes.lane} aria-hidden="true">
      {notes.map((note) => (
        <button
          key={note.noteId}
          type="button"
          tabIndex={-1}
          className={classes.flag}
          style={{ left: scale.x(note.at) }}
          title={`Note of ${note.author.email}: ${note.text.slice(0, 120)}`}
          data-note-flag={note.noteId}
          onClick={() => onNote(note)}
        >
          <IconNote size={16} stroke={1.75} />
        </button>
      ))}
    </div>
  ),
)
NoteLane.displayName = 'NoteLane'
