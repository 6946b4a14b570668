// When a session was busy, as a row of small bars: its length is the time it took, up to where the row is full.
import type { Session } from '../../../core/sessions/session.ts'
import classes from './activity-line.module.css'

const WIDTH = 96
const HEIGHT = 22
/** Columns that fill the row at least: a visit of two minutes is not as wide as one of twenty. */
const COLUMNS_MIN = 16

export const barsOf = ({ counts }: Pick<Session['activity'], 'counts'>) => {
  const most = Math.max(1, ...counts)
  const step = WIDTH / Math.max(COLUMNS_MIN, counts.length)
  return counts.map((count, n) => {
    // By the root: one busy minute must not flatten all the others.
    const height = count === 0 ? 1.5 : Math.max(3, HEIGHT * Math.sqrt(count / most))
    return { x: n * step, width: Math.max(0.8, step - 1.2), height, empty: count === 0 }
  })
}

export const ActivityLine = ({ activity }: { activity: Session['activity'] }) => (
  <svg className={classes.line} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
    {barsOf(activity).map(({ x, width, height, empty }) => (
      <rect
        key={x}
        x={x}
        y={HEIGHT - height}
        width={width}
        height={height}
        rx={Math.min(1, width / 2)}
        data-empty={empty || undefined}
      />
    ))}
  </svg>
)
