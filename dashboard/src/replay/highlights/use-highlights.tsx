// The highlights of a session: on the time line, as a panel of the inspector, the one that is being cut, and the stretch
// that is played alone, which stands in the address.
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useEffectEvent, useMemo, useState } from 'react'
import type { Highlight } from '../../../../core/highlights/highlight.ts'
import type { MemberProject } from '../../../../core/projects/project.ts'
import type { Replay } from '../../../../core/replay/replay.ts'
import type { TakenScreenshot } from '../../../../core/screenshots/screenshot.ts'
import { offers } from '../../settings/offers.ts'
import type { Where } from '../fetch/replay-queries.ts'
import type { PanelEntry } from '../inspector/inspector.tsx'
import { PanelSkeleton } from '../inspector/panel-skeleton.tsx'
import type { MomentSearch } from '../moment.ts'
import type { Player } from '../stage/player.ts'
import type { TimeScale } from '../time-line/time-scale.ts'
import { HighlightLane } from './highlight-lane.tsx'
import { highlightsQuery } from './highlight-requests.ts'
import type { Draft } from './highlights-panel.tsx'
import { isSameSpan, type Span, spanAround, withEnd } from './span.ts'
import { SpanBar } from './span-bar.tsx'
import { playSpan } from './span-player.ts'

const HighlightsPanel = lazy(() =>
  import('./highlights-panel.tsx').then((part) => ({ default: part.HighlightsPanel })),
)

type Options = {
  project: MemberProject
  where: Where
  replay: Replay
  player: Player
  pictures: TakenScreenshot[]
  search: MomentSearch
  change: (next: Partial<MomentSearch>) => void
  /** Of who may, and where there is a recording. */
  onShare?: (highlight: Highlight) => void
  onExport?: (highlight: Highlight) => void
}

const NONE: Highlight[] = []

export const useHighlights = (options: Options) => {
  const { project, where, replay, player, pictures, search, change, onShare, onExport } = options
  const query = useQuery(highlightsQuery(where))
  const [draft, setDraft] = useState<Draft | null>(null)
  const highlights = query.data?.highlights ?? NONE
  const may = offers(project.role)
  const { from } = replay
  const { t, until } = search
  const active = useMemo<Span | null>(
    () => (t === undefined || until === undefined ? null : { from: from + t, to: from + until }),
    [from, t, until],
  )
  // Who came from a list came by the clock: the address says it as any other does.
  const { at, upTo } = search
  const settle = useEffectEvent((begin: number, end: number) =>
    change({ t: Math.max(0, begin - from), until: end - from, at: undefined, upTo: undefined }),
  )
  useEffect(() => {
    if (at !== undefined && upTo !== undefined) settle(at, upTo)
  }, [at, upTo])
  const leave = useEffectEvent(() => change({ until: undefined }))
  useEffect(() => (active ? playSpan(player, active, leave) : undefined), [player, active])

  const open = () => change({ panel: 'highlights' })
  const take = (span: Span) => {
    setDraft((before) => ({ edited: before?.edited ?? null, span }))
    if (search.panel !== 'highlights') open()
  }
  const setEnd = (end: 'from' | 'to') => take(withEnd(draft?.span ?? null, end, player.state.at, replay))
  const play = (span: Span) => {
    const since = (at: number) => Math.max(0, Math.round(at - from))
    // First the moment, then the stretch: one that is played now would be left by it.
    change({ until: undefined })
    player.seek(span.from)
    change({ t: since(span.from), until: since(span.to), panel: 'highlights' })
    player.play()
  }
  const deeds = {
    onPlay: play,
    onEdit: (edited: Highlight) => setDraft({ edited, span: { from: edited.from, to: edited.to } }),
    ...(onShare && { onShare }),
    ...(onExport && { onExport }),
  }
  const panel: PanelEntry = {
    label: 'Highlights',
    ...(highlights.length > 0 && { count: highlights.length }),
    content: () => (
      <Suspense fallback={<PanelSkeleton label="Loading the highlights" />}>
        <HighlightsPanel
          {...{ project, where, replay, pictures, query, draft, active, deeds }}
          onBegin={() => take(spanAround(player.state.at, replay))}
          onEnd={setEnd}
          onDone={() => setDraft(null)}
        />
      </Suspense>
    ),
  }
  const shown = active && highlights.find((one) => isSameSpan(active, one))
  return {
    active,
    panel,
    setEnd: may.cutHighlights ? setEnd : undefined,
    lane: (scale: TimeScale) => (
      <HighlightLane
        {...{ highlights, replay, scale, active }}
        draft={draft?.span ?? null}
        onHighlight={play}
        {...(may.cutHighlights && { onDraft: take })}
      />
    ),
    bar: active && (
      <SpanBar
        span={active}
        title={shown?.title}
        replay={replay}
        onLeave={() => change({ until: undefined })}
      />
    ),
  }
}
