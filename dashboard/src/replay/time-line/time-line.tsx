// The time line: pictures, activity, marks and pages of a session on one clock, and the slider that walks along it.
import { useElementSize } from '@mantine/hooks'
import { memo, type ReactNode, useMemo } from 'react'
import type { Replay } from '../../../../core/replay/replay.ts'
import type { TakenScreenshot } from '../../../../core/screenshots/screenshot.ts'
import { formatClock } from '../../format/clock.ts'
import type { PictureStore } from '../pictures/picture-store.ts'
import type { Player } from '../stage/player.ts'
import { Activity } from './activity.tsx'
import type { Marker } from './cluster-markers.ts'
import { FilmStrip } from './film-strip.tsx'
import { MarkLane } from './mark-lane.tsx'
import { type PageStretch, stretchesOf } from './page-stretches.ts'
import { PageStrip } from './page-strip.tsx'
import { Scrubber } from './scrubber.tsx'
import classes from './time-line.module.css'
import { type TimeScale, ticksOf, timeScale } from './time-scale.ts'

type Props = {
  replay: Replay
  markers: Marker[]
  player: Player
  pictures: TakenScreenshot[]
  store: PictureStore | null
  onMarker: (marker: Marker) => void
  /** Further lanes below the marks. */
  lane?: (scale: TimeScale) => ReactNode
}

const Axis = memo(({ scale }: { scale: TimeScale }) => (
  <div className={classes.axis} aria-hidden="true">
    {ticksOf(scale.durationMs, scale.width).map((tick) => {
      const x = scale.x(scale.from + tick)
      return (
        // The last one would stand over the edge.
        x < scale.width - 30 && (
          <span key={tick} style={{ left: x }}>
            {formatClock(tick)}
          </span>
        )
      )
    })}
  </div>
))
Axis.displayName = 'Axis'

export const TimeLine = ({ replay, markers, player, pictures, store, onMarker, lane }: Props) => {
  const { ref, width } = useElementSize<HTMLDivElement>()
  const scale = useMemo(() => timeScale(replay.from, replay.to, width), [replay.from, replay.to, width])
  const stretches = useMemo<PageStretch[]>(
    () => stretchesOf(replay.pages, replay.to),
    [replay.pages, replay.to],
  )
  return (
    <div className={classes.line}>
      <div ref={ref} className={classes.lanes}>
        <Scrubber
          scale={scale}
          player={player}
          stretches={stretches}
          pictures={pictures}
          store={store}
          markers={markers}
        >
          {pictures.length > 0 && <FilmStrip pictures={pictures} scale={scale} store={store} />}
          <Activity activity={replay.activity} gaps={replay.gaps} scale={scale} player={player} />
          <PageStrip stretches={stretches} scale={scale} />
        </Scrubber>
        <MarkLane markers={markers} scale={scale} onMarker={onMarker} />
        {lane?.(scale)}
        <Axis scale={scale} />
      </div>
    </div>
  )
}
