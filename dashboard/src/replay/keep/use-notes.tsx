// The notes on a session: for the time line, and as a panel of the inspector.
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import type { Note } from '../../../../core/notes/note.ts'
import type { MemberProject } from '../../../../core/projects/project.ts'
import type { Replay } from '../../../../core/replay/replay.ts'
import type { Where } from '../fetch/replay-queries.ts'
import type { PanelEntry } from '../inspector/inspector.tsx'
import { PanelSkeleton } from '../inspector/panel-skeleton.tsx'
import type { Player } from '../stage/player.ts'
import { notesQuery } from './keep-requests.ts'

const NotesPanel = lazy(() => import('./notes-panel.tsx').then((part) => ({ default: part.NotesPanel })))

type Options = { project: MemberProject; where: Where; replay: Replay; player: Player; onOpen: () => void }

const NONE: Note[] = []

export const useNotes = ({ project, where, replay, player, onOpen }: Options) => {
  const query = useQuery(notesQuery(where))
  const [chosen, setChosen] = useState<string | null>(null)
  const notes = query.data?.notes ?? NONE
  const waiting = <PanelSkeleton label="Loading the notes" />
  const panel: PanelEntry = {
    label: 'Notes',
    ...(notes.length > 0 && { count: notes.length }),
    content: () => (
      <Suspense fallback={waiting}>
        <NotesPanel {...{ project, where, replay, player, query, chosen }} />
      </Suspense>
    ),
  }
  const open = (note: Note) => {
    setChosen(note.noteId)
    player.pause()
    player.seek(note.at)
    onOpen()
  }
  return { notes, panel, open }
}
