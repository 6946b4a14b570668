// The course of a figure in a word's room. The number beside it says the rest, so it is hidden from who cannot see it.

import classes from './charts.module.css'
import { areaPath, linePath } from './plot.ts'

const WIDTH = 96
const HEIGHT = 24

export const Sparkline = ({ values }: { values: readonly number[] }) => {
  const largest = Math.max(1, ...values)
  const points = values.map((value, index) => ({
    x: values.length === 1 ? WIDTH / 2 : (index * WIDTH) / (values.length - 1),
    y: HEIGHT - 1.5 - (value / largest) * (HEIGHT - 3),
  }))
  return (
    <svg
      className={classes.sparkline}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path d={areaPath(points, HEIGHT)} className={classes.area} />
      <path d={linePath(points)} className={classes.line} vectorEffect="non-scaling-stroke" />
    </svg>
  )
}
