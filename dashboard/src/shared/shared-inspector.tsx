// Console and requests beside a shared session.
import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { Replay } from '../../../core/replay/replay.ts'
import { ConsolePanel } from '../replay/inspector/console-panel.tsx'
import { Inspector } from '../replay/inspector/inspector.tsx'
import { NetworkPanel } from '../replay/inspector/network-panel.tsx'
import { PanelSkeleton } from '../replay/inspector/panel-skeleton.tsx'
import { consoleLines, requestLines } from '../replay/inspector/side-lists.ts'
import type { Player } from '../replay/stage/player.ts'
import { useAllPages } from '../replay/use-all-pages.ts'
import { sharedSideEventsQuery } from './shared-requests.ts'

type Props = { token: string; replay: Replay; player: Player }
type Shown = 'console' | 'network'

export const SharedInspector = ({ token, replay, player }: Props) => {
  const query = useInfiniteQuery(sharedSideEventsQuery(token, replay.merge))
  useAllPages(query)
  const [panel, setPanel] = useState<Shown>('console')
  const entries = useMemo(() => query.data?.pages.flatMap(({ events }) => events) ?? [], [query.data])
  const lines = useMemo(() => consoleLines(entries), [entries])
  const requests = useMemo(() => requestLines(entries), [entries])
  const { from, to } = replay
  const waiting = query.isPending && <PanelSkeleton label="Loading" />
  return (
    <Inspector
      shown={SHOWN}
      panel={panel}
      onPanel={(next) => setPanel(next as Shown)}
      panels={{
        console: {
          label: 'Console',
          count: lines.length,
          content: () =>
            waiting || (
              <ConsolePanel
                lines={lines}
                from={from}
                player={player}
                nothing="Nothing was written to the console."
              />
            ),
        },
        network: {
          label: 'Network',
          count: requests.length,
          content: () =>
            waiting || (
              <NetworkPanel
                lines={requests}
                from={from}
                to={to}
                player={player}
                nothing="No request was made."
              />
            ),
        },
      }}
    />
  )
}

const SHOWN: readonly Shown[] = ['console', 'network']
