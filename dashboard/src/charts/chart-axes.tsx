// The lines and labels behind a chart over time.
import { type Plot, tickLabel } from './chart-parts.ts'
import classes from './charts.module.css'
import { xAt, yAt } from './plot.ts'
import { axisLabel, labelledAt } from './time-labels.ts'
import type { TimeSeriesProps } from './time-series.tsx'

const DAY_MS = 86_400_000

export const ChartAxes = ({
  kind,
  starts,
  interval,
  timeZone,
  shape = 'line',
  plot: { box, ticks, end },
}: TimeSeriesProps & { plot: Plot }) => {
  const longSpan = (starts.at(-1) ?? 0) - (starts[0] ?? 0) > DAY_MS
  return (
    <>
      {ticks.map((tick) => (
        <g key={tick}>
          <line
            x1={box.left}
            x2={box.left + box.width}
            y1={yAt(tick, end, box)}
            y2={yAt(tick, end, box)}
            className={tick === 0 ? classes.base : classes.grid}
          />
          <text x={box.left - 8} y={yAt(tick, end, box)} dy="0.32em" className={classes.tick}>
            {tickLabel(kind, tick)}
          </text>
        </g>
      ))}
      {labelledAt(starts, interval, timeZone, box.width).map((index) => {
        const x = xAt(index, starts.length, box, shape)
        return (
          <text
            key={index}
            x={x}
            y={box.top + box.height + 18}
            className={classes.date}
            // Those at the ends stay inside.
            data-end={x > box.left + box.width - 20 || undefined}
          >
            {axisLabel(starts[index] ?? 0, interval, timeZone, { longSpan })}
          </text>
        )
      })}
    </>
  )
}
