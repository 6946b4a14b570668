// How busy the page was: bars of activity, those that were played in colour, and hatching where nothing happened.
import { memo, useId, useMemo, useSyncExternalStore } from 'react'
import type { Replay } from '../../../../core/replay/replay.ts'
import type { Player } from '../stage/player.ts'
import { barsPath, heightsOf } from './bars.ts'
import classes from './time-line.module.css'
import type { TimeScale } from './time-scale.ts'

const HEIGHT_PX = 40

type Props = {
  activity: Replay['activity']
  gaps: Replay['gaps']
  scale: TimeScale
  player: Player
}

/** Whole pixels: between two of them nothing would look different. */
const usePlayedPx = (player: Player, scale: TimeScale): number =>
  useSyncExternalStore(player.subscribe, () => Math.round(scale.x(player.state.at)))

const Played = ({ player, scale, path }: { player: Player; scale: TimeScale; path: string }) => {
  const id = useId()
  const width = usePlayedPx(player, scale)
  return (
    <>
      <clipPath id={id}>
        <rect x={0} y={0} width={width} height={HEIGHT_PX} />
      </clipPath>
      <path className={classes.played} d={path} clipPath={`url(#${id})`} />
    </>
  )
}

export const Activity = memo(({ activity, gaps, scale, player }: Props) => {
  const hatch = useId()
  const { width } = scale
  const path = useMemo(() => barsPath(heightsOf(activity, width), width, HEIGHT_PX), [activity, width])
  return (
    <svg className={classes.activity} width={width} height={HEIGHT_PX} aria-hidden="true" focusable="false">
      <pattern id={hatch} width={6} height={6} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <line className={classes.hatching} x1={0} y1={0} x2={0} y2={6} />
      </pattern>
      {gaps.map(({ from, to }) => {
        const x = scale.x(from)
        return (
          <rect
            key={from}
            data-gap
            x={x}
            y={0}
            width={Math.max(1, scale.x(to) - x)}
            height={HEIGHT_PX}
            fill={`url(#${hatch})`}
          />
        )
      })}
      <path className={classes.bars} d={path} />
      <Played player={player} scale={scale} path={path} />
    </svg>
  )
})
Activity.displayName = 'Activity'
