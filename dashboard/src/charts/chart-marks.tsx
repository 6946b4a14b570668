// What a chart over time shows: its line or bars, what was before, annotations, and the interval that is looked at.
import type { Plot } from './chart-parts.ts'
import classes from './charts.module.css'
import { areaPath, linePath, lonePoints, type Point, xAt, yAt } from './plot.ts'
import type { TimeSeriesProps } from './time-series.tsx'

type Props = TimeSeriesProps & { plot: Plot; shown: number | null }

export const ChartMarks = (props: Props) => {
  const { values, before, starts, shape = 'line', plot, shown, annotations = [] } = props
  const { box, end } = plot
  const count = starts.length
  const pointsOf = (all: readonly (number | null)[]): (Point | null)[] =>
    starts.map((_, index) => {
      const value = all[index]
      return value === null || value === undefined
        ? null
        : { x: xAt(index, count, box, shape), y: yAt(value, end, box) }
    })
  const points = pointsOf(values)
  const earlier = before ? pointsOf(before.values) : []
  return (
    <>
      {annotations.map(({ at, text }) => {
        const x = xAt(placeAmong(at, starts), count, box, shape)
        return (
          <g key={`${at} ${text}`} className={classes.annotation}>
            <line x1={x} x2={x} y1={box.top} y2={box.top + box.height} />
            <circle cx={x} cy={box.top} r={4} />
          </g>
        )
      })}
      {shown !== null && (
        <line
          x1={xAt(shown, count, box, shape)}
          x2={xAt(shown, count, box, shape)}
          y1={box.top}
          y2={box.top + box.height}
          className={classes.hair}
        />
      )}
      {shape === 'bars' ? <Bars {...props} points={points} /> : <Line {...props} points={points} />}
      {before && shape === 'bars' && <path d={linePath(earlier)} className={classes.halo} />}
      {before && <path d={linePath(earlier)} className={classes.lineBefore} />}
      {shown !== null && earlier[shown] && (
        <circle cx={earlier[shown].x} cy={earlier[shown].y} r={3.5} className={classes.dotBefore} />
      )}
      {shown !== null && shape === 'line' && points[shown] && (
        <circle cx={points[shown].x} cy={points[shown].y} r={4.5} className={classes.dot} />
      )}
    </>
  )
}

/** The last interval that begins before or at the moment. */
const placeAmong = (at: number, starts: readonly number[]): number =>
  Math.max(
    0,
    starts.findLastIndex((start) => start <= at),
  )

const Line = ({ points, plot: { box }, ongoing = false }: Props & { points: (Point | null)[] }) => {
  const settled = ongoing ? points.slice(0, -1) : points
  return (
    <>
      <path d={areaPath(points, box.top + box.height)} className={classes.area} />
      <path d={linePath(settled)} className={classes.line} />
      {ongoing && <path d={linePath(points.slice(-2))} className={classes.lineOngoing} />}
      {lonePoints(points).map(({ x, y }) => (
        <circle key={x} cx={x} cy={y} r={3} className={classes.dot} />
      ))}
    </>
  )
}

/** Of the room that an interval has. */
const BAR_SHARE = 0.72
const BAR_MAX = 48

const Bars = ({
  points,
  starts,
  plot: { box },
  ongoing = false,
  shown,
}: Props & { points: (Point | null)[] }) => {
  const width = Math.max(1, Math.min(BAR_MAX, (box.width / starts.length) * BAR_SHARE))
  const base = box.top + box.height
  return (
    <>
      {points.map(
        (point, index) =>
          point && (
            <rect
              key={point.x}
              x={point.x - width / 2}
              y={point.y}
              width={width}
              height={Math.max(0, base - point.y)}
              rx={Math.min(3, width / 4)}
              className={classes.bar}
              data-ongoing={(ongoing && index === starts.length - 1) || undefined}
              data-shown={index === shown || undefined}
            />
          ),
      )}
    </>
  )
}
