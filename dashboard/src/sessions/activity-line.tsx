// When a session was busy, as a row of small bars: its length is the time it took, up to where the row is full.
import type { Session } from '../../../core/sessions/session.ts'
import { barsOf, HEIGHT, WIDTH } from './activity-bars.ts'
import classes from './activity-line.module.css'

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
