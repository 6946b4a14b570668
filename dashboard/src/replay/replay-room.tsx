// The room in which a session is watched: the picture, its time line and controls, and the inspector beside them.
import type { UseInfiniteQueryResult } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useRef, useState } from 'react'
import { maySee } from '../../../core/projects/may-see.ts'
import type { MemberProject } from '../../../core/projects/project.ts'
import type { Replay } from '../../../core/replay/replay.ts'
import type { Session } from '../../../core/sessions/session.ts'
import type { SessionEvent } from '../../../core/sessions/session-event.ts'
import type { Handed } from './handed.ts'
import { useHighlights } from './highlights/use-highlights.tsx'
import { parseKinds } from './inspector/event-kinds.ts'
import { Inspector } from './inspector/inspector.tsx'
import { usePanels } from './inspector/use-panels.tsx'
import { NoteLane } from './keep/note-lane.tsx'
import { useNotes } from './keep/use-notes.tsx'
import { type MomentSearch, PANELS, type Panel } from './moment.ts'
import { PlayerBox } from './player-box.tsx'
import classes from './replay-room.module.css'
import { ScriptDialog } from './reproduce/script-dialog.tsx'
import type { Player } from './stage/player.ts'
import { SessionStage } from './still/session-stage.tsx'
import { useMomentInUrl } from './use-moment-in-url.ts'
import { usePictureStore, usePictures, useSideEvents } from './use-replay-data.ts'

const DEV_TOOLS: Panel[] = ['console', 'network']

const shownPanel = (asked: Panel = 'events', devTools: boolean): Panel =>
  !devTools && DEV_TOOLS.includes(asked) ? 'events' : asked

type Props = {
  project: MemberProject
  session: Session
  replay: Replay
  player: Player
  events: SessionEvent[] | undefined
  query: UseInfiniteQueryResult
  scripted: boolean
  onScript: (open: boolean) => void
  /** Of who may hand it on, and where there is a recording. */
  onShare?: (part: Handed) => void
  onExport?: (part: Handed) => void
}

export const ReplayRoom = (props: Props) => {
  const { project, session, replay, player, events, query, scripted, onScript, onShare, onExport } = props
  const where = { projectId: project.projectId, sessionId: session.sessionId }
  const search = useSearch({ from: '/member/project/sessions/$sessionId' })
  const navigate = useNavigate({ from: '/sessions/$sessionId' })
  const [chosen, setChosen] = useState<string | null>(null)
  const inspector = useRef<HTMLDivElement>(null)
  const may = maySee(project.role, project.access)
  const pictures = usePictures(where, may.replay)
  const store = usePictureStore(where)
  const side = useSideEvents(where, replay.merge)
  useMomentInUrl(player, replay, search.until !== undefined || search.upTo !== undefined)

  const change = (next: Partial<MomentSearch>) =>
    void navigate({
      search: (all) => ({ ...all, ...next }),
      state: (kept) => kept,
      replace: true,
      resetScroll: false,
    })
  const choose = (event: SessionEvent | null) => {
    setChosen(event?.eventId ?? null)
    if (event) player.seek(event.ts)
  }
  const toInspector = () => {
    const isThere = inspector.current?.contains(document.activeElement)
    const tab = inspector.current?.querySelector<HTMLElement>('[role=tab][aria-selected=true]')
    if (isThere) document.querySelector<HTMLElement>('[role=slider][data-time-line]')?.focus()
    else tab?.focus()
  }
  const kinds = useMemo(() => parseKinds(search.kinds), [search.kinds])
  const panels = usePanels({
    project,
    replay,
    player,
    events,
    query,
    side,
    search,
    kinds,
    chosen,
    choose,
    change,
  })
  const notes = useNotes({ project, where, replay, player, onOpen: () => change({ panel: 'notes' }) })
  const highlights = useHighlights({
    project,
    where,
    replay,
    player,
    pictures,
    search,
    change,
    ...(onShare && { onShare }),
    ...(onExport && { onExport }),
  })
  return (
    <div className={classes.room}>
      <PlayerBox
        replay={replay}
        player={player}
        pictures={pictures}
        store={store}
        onMarker={({ eventId }) => eventId && setChosen(eventId)}
        onInspector={toInspector}
        {...(highlights.setEnd && { onSpan: highlights.setEnd })}
        notice={highlights.bar}
        lane={(scale) => (
          <>
            {highlights.lane(scale)}
            <NoteLane notes={notes.notes} scale={scale} onNote={notes.open} />
          </>
        )}
      >
        <SessionStage {...{ project, session, replay, player, pictures, store }} />
      </PlayerBox>
      <div ref={inspector} className={classes.inspector}>
        <Inspector
          panels={{ ...panels, notes: notes.panel, highlights: highlights.panel }}
          shown={may.devTools ? PANELS : PANELS.filter((one) => !DEV_TOOLS.includes(one))}
          panel={shownPanel(search.panel, may.devTools)}
          onPanel={(panel) => change({ panel: panel === 'events' ? undefined : panel })}
        />
      </div>
      {scripted && (
        <ScriptDialog
          session={session}
          events={events ?? []}
          complete={!query.hasNextPage && !query.isPending}
          at={player.state.at}
          from={replay.from}
          onClose={() => onScript(false)}
        />
      )}
    </div>
  )
}
