// The panels of the inspector with what each is about.
import type { UseInfiniteQueryResult } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { MemberProject } from '../../../../core/projects/project.ts'
import type { Replay, SideEntry } from '../../../../core/replay/replay.ts'
import type { SessionEvent } from '../../../../core/sessions/session-event.ts'
import type { MomentSearch, Panel } from '../moment.ts'
import type { Player } from '../stage/player.ts'
import { ConsolePanel } from './console-panel.tsx'
import { ErrorsPanel } from './errors-panel.tsx'
import { type EventKind, formatKinds } from './event-kinds.ts'
import { EventsPanel } from './events-panel.tsx'
import type { PanelEntry } from './inspector.tsx'
import { NetworkPanel } from './network-panel.tsx'
import { PagePanel } from './page-panel.tsx'
import { PanelSkeleton } from './panel-skeleton.tsx'
import { consoleLines, errorLines, requestLines } from './side-lists.ts'
import { VitalsPanel } from './vitals-panel.tsx'

type Shown = {
  project: MemberProject
  replay: Replay
  player: Player
  events: SessionEvent[] | undefined
  query: UseInfiniteQueryResult
  side: { entries: SideEntry[]; pending: boolean }
  search: MomentSearch
  kinds: EventKind[]
  chosen: string | null
  choose: (event: SessionEvent | null) => void
  change: (next: Partial<MomentSearch>) => void
}

const nothingOf = (what: string, isOn: boolean, isRecorded: boolean): string => {
  if (!isRecorded) return `${what} is told by the recording, and this session has none.`
  return isOn ? `${what}: nothing was told in this session.` : `${what} is off in this project’s settings.`
}

export const usePanels = (shown: Shown): Record<Exclude<Panel, 'notes' | 'highlights'>, PanelEntry> => {
  const { project, replay, player, events = [], query, side, search, kinds, chosen, choose, change } = shown
  const { from, to } = replay
  const isRecorded = replay.segments.length > 0
  const lines = useMemo(() => consoleLines(side.entries), [side.entries])
  const requests = useMemo(() => requestLines(side.entries), [side.entries])
  const errors = useMemo(() => errorLines(events, side.entries), [events, side.entries])
  const loading = (label: string) => () => <PanelSkeleton label={label} />
  return {
    events: {
      label: 'Events',
      count: shown.events?.length,
      content: () => (
        <EventsPanel
          events={shown.events}
          query={query}
          from={from}
          player={player}
          q={search.q ?? ''}
          kinds={kinds}
          onFilter={(next) => change({ q: next.q || undefined, kinds: formatKinds(next.kinds) })}
          chosen={chosen}
          onChoose={choose}
        />
      ),
    },
    console: {
      label: 'Console',
      count: lines.length || undefined,
      bad: lines.some(({ level }) => level === 'error'),
      content: side.pending
        ? loading('Loading the console')
        : () => (
            <ConsolePanel
              lines={lines}
              from={from}
              player={player}
              nothing={nothingOf('The console', project.recording.consoles, isRecorded)}
            />
          ),
    },
    network: {
      label: 'Network',
      count: requests.length || undefined,
      content: side.pending
        ? loading('Loading the requests')
        : () => (
            <NetworkPanel
              lines={requests}
              from={from}
              to={to}
              player={player}
              nothing={nothingOf('The network', project.recording.network, isRecorded)}
            />
          ),
    },
    errors: {
      label: 'Errors',
      count: errors.length || undefined,
      bad: errors.length > 0,
      content: () => <ErrorsPanel lines={errors} from={from} player={player} />,
    },
    vitals: { label: 'Vitals', content: () => <VitalsPanel events={events} from={from} player={player} /> },
    page: { label: 'Page', content: () => <PagePanel player={player} from={from} /> },
  }
}
