// The notes on a session in the order of their moments, and the form that writes the next one.
import { type UseQueryResult, useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { CreateNote, Note, NoteList } from '../../../../core/notes/note.ts'
import type { MemberProject } from '../../../../core/projects/project.ts'
import type { Replay } from '../../../../core/replay/replay.ts'
import { asProblem } from '../../api/problem.ts'
import { useCreation } from '../../app/use-creation.ts'
import { formatClock } from '../../format/clock.ts'
import { offers } from '../../settings/offers.ts'
import { ProblemAlert } from '../../shell/problem-alert.tsx'
import { usePlayer } from '../controls/use-player.ts'
import type { Where } from '../fetch/replay-queries.ts'
import { PanelEmpty, PanelSkeleton } from '../inspector/panel-skeleton.tsx'
import type { Player } from '../stage/player.ts'
import classes from './keep.module.css'
import { createNote, deleteNote, notesQuery, updateNote } from './keep-requests.ts'
import { type NoteDraft, NoteForm } from './note-form.tsx'
import { NoteRow } from './note-row.tsx'

type Props = {
  project: MemberProject
  where: Where
  replay: Replay
  player: Player
  query: UseQueryResult<NoteList>
  chosen: string | null
}

const EMPTY: NoteDraft = { text: '', tags: [], mentions: [] }

export const NotesPanel = ({ project, where, replay, player, query, chosen }: Props) => {
  const queries = useQueryClient()
  const reread = () => queries.invalidateQueries({ queryKey: notesQuery(where).queryKey })
  const [edited, setEdited] = useState<string | null>(null)
  // Another form for the next note: the one that is written keeps its words until it is made.
  const [written, setWritten] = useState(0)
  const creation = useCreation(
    (body: CreateNote, key: string) => createNote(where, body, key),
    () => {
      setWritten((count) => count + 1)
      return reread()
    },
  )
  const editing = useMutation({
    mutationFn: ({ note, draft }: { note: Note; draft: NoteDraft }) => updateNote(where, note.noteId, draft),
    onSuccess: () => {
      setEdited(null)
      return reread()
    },
  })
  const deleting = useMutation({
    mutationFn: (note: Note) => deleteNote(where, note.noteId),
    onSettled: reread,
  })
  const second = usePlayer(player, ({ at }) => Math.max(0, Math.floor((at - replay.from) / 1_000)))
  const may = offers(project.role)

  if (query.isPending) return <PanelSkeleton label="Loading the notes" />
  if (query.isError) return <PanelEmpty>{asProblem(query.error).message}</PanelEmpty>
  const { notes } = query.data
  return (
    <div className={classes.notes}>
      <ProblemAlert error={deleting.error} />
      {notes.length === 0 ? (
        <PanelEmpty>
          {may.writeNotes ? 'No notes yet: write what others should see at this moment.' : 'No notes yet.'}
        </PanelEmpty>
      ) : (
        <ul className={classes.list} aria-label="Notes">
          {notes.map((note) =>
            note.noteId === edited ? (
              <li key={note.noteId}>
                <NoteForm
                  organisationId={project.organisationId}
                  start={note}
                  action="Save"
                  error={editing.error}
                  pending={editing.isPending}
                  onSave={(draft) => editing.mutate({ note, draft })}
                  onCancel={() => setEdited(null)}
                />
              </li>
            ) : (
              <NoteRow
                key={note.noteId}
                note={note}
                from={replay.from}
                chosen={note.noteId === chosen}
                mayDelete={may.deleteNotes}
                organisationId={project.organisationId}
                onSeek={() => player.seek(note.at)}
                onEdit={() => setEdited(note.noteId)}
                onDelete={() => deleting.mutate(note)}
              />
            ),
          )}
        </ul>
      )}
      {may.writeNotes && (
        <NoteForm
          key={written}
          organisationId={project.organisationId}
          start={EMPTY}
          action="Add the note"
          error={creation.error}
          pending={creation.isPending}
          onSave={(draft) => creation.mutate({ ...draft, at: Math.round(player.state.at) })}
        >
          at {formatClock(second * 1_000)}
        </NoteForm>
      )}
    </div>
  )
}
