// The room in which a session is watched: the picture, its time line and controls, and the inspector beside them.
import { useFullscreenElement } from '@mantine/hooks'
import type { UseInfiniteQueryResult } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useRef, useState } from 'react'
import type { MemberProject } from '../../../core/projects/project.ts'
import type { Replay } from '../../../core/replay/replay.ts'
import type { Session } from '../../../core/sessions/session.ts'
import type { SessionEvent } from '../../../core/sessions/session-event.ts'
import { Controls } from './controls/controls.tsx'
import { KeysDialog } from './controls/keys-dialog.tsx'
import { Legend } from './controls/legend.tsx'
import type { PlayerDeed } from './controls/player-keys.ts'
import { usePlayerKeys } from './controls/use-player-keys.ts'
import { isOwn, parseKinds } from './inspector/event-kinds.ts'
import { Inspector } from './inspector/inspector.tsx'
import { usePanels } from './inspector/use-panels.tsx'
import { NoteLane } from './keep/note-lane.tsx'
import { useNotes } from './keep/use-notes.tsx'
import { type MomentSearch, momentUrl } from './moment.ts'
import classes from './replay-room.module.css'
import { ScriptDialog } from './reproduce/script-dialog.tsx'
import type { Player } from './stage/player.ts'
import { SessionStage } from './still/session-stage.tsx'
import { type Marker, nextMarker, previousMarker } from './time-line/cluster-markers.ts'
import { TimeLine } from './time-line/time-line.tsx'
import { useCopied } from './use-copied.ts'
import { useMomentInUrl } from './use-moment-in-url.ts'
import { usePictureStore, usePictures, useSideEvents } from './use-replay-data.ts'

type Props = {
  project: MemberProject
  session: Session
  replay: Replay
  player: Player
  events: SessionEvent[] | undefined
  query: UseInfiniteQueryResult
  scripted: boolean
  onScript: (open: boolean) => void
}

export const ReplayRoom = (props: Props) => {
  const { project, session, replay, player, events, query, scripted, onScript } = props
  const where = { projectId: project.projectId, sessionId: session.sessionId }
  const search = useSearch({ from: '/member/project/sessions/$sessionId' })
  const navigate = useNavigate({ from: '/sessions/$sessionId' })
  const [helps, setHelps] = useState(false)
  const [chosen, setChosen] = useState<string | null>(null)
  const { ref: whole, toggle, fullscreen } = useFullscreenElement<HTMLDivElement>()
  const inspector = useRef<HTMLDivElement>(null)
  const { copied, copy } = useCopied()
  const pictures = usePictures(where)
  const store = usePictureStore(where)
  const side = useSideEvents(where, replay.merge)
  useMomentInUrl(player, replay)
  const markers = useMemo(
    () => replay.markers.filter(({ kind, name }) => kind !== 'custom' || isOwn(name)),
    [replay.markers],
  )

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
  const goTo = (marker: Marker | undefined) => {
    if (!marker) return
    if (marker.eventId) setChosen(marker.eventId)
    player.seek(marker.ts)
  }
  const skip = (ms: number) => player.seek(Math.min(replay.to, Math.max(replay.from, player.state.at + ms)))
  const copyMoment = () => {
    const { at, following, tabId } = player.state
    copy(momentUrl(location.href, at - replay.from, following ? undefined : (tabId ?? undefined)))
  }
  const toInspector = () => {
    const isThere = inspector.current?.contains(document.activeElement)
    const tab = inspector.current?.querySelector<HTMLElement>('[role=tab][aria-selected=true]')
    if (isThere) document.querySelector<HTMLElement>('[role=slider][data-time-line]')?.focus()
    else tab?.focus()
  }
  const act = (deed: PlayerDeed) => {
    const { state } = player
    if (deed.kind === 'toggle') state.playing ? player.pause() : player.play()
    if (deed.kind === 'skip') skip(deed.ms)
    if (deed.kind === 'speed') player.setSpeed(deed.factor)
    if (deed.kind === 'full-screen') void toggle()
    if (deed.kind === 'marker')
      goTo(deed.step > 0 ? nextMarker(markers, state.at) : previousMarker(markers, state.at, state.playing))
    if (deed.kind === 'inspector') toInspector()
    if (deed.kind === 'inactivity') player.setSkipInactivity(!state.skipInactivity)
    if (deed.kind === 'copy') copyMoment()
    if (deed.kind === 'help') setHelps(true)
  }
  usePlayerKeys(act)

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
  return (
    <div className={classes.room}>
      <div ref={whole} className={classes.player} data-full={fullscreen || undefined}>
        <SessionStage {...{ project, session, replay, player, pictures, store }} />
        <div className={classes.controls}>
          <Controls
            replay={replay}
            player={player}
            full={fullscreen}
            copied={copied}
            pictured={replay.segments.length > 0}
            onFull={() => void toggle()}
            onCopy={copyMoment}
            onHelp={() => setHelps(true)}
            onSkip={skip}
          />
        </div>
        <div className={classes.time}>
          <TimeLine
            replay={replay}
            markers={markers}
            player={player}
            pictures={pictures}
            store={store}
            onMarker={goTo}
            lane={(scale) => <NoteLane notes={notes.notes} scale={scale} onNote={notes.open} />}
          />
          <Legend markers={markers} player={player} onMarker={goTo} />
        </div>
      </div>
      <div ref={inspector} className={classes.inspector}>
        <Inspector
          panels={{ ...panels, notes: notes.panel }}
          panel={search.panel ?? 'events'}
          onPanel={(panel) => change({ panel: panel === 'events' ? undefined : panel })}
        />
      </div>
      {helps && <KeysDialog onClose={() => setHelps(false)} />}
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
