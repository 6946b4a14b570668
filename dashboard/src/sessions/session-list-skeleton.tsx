// The shape of the list while it is on its way, so that nothing jumps when it comes.
import { Skeleton } from '@mantine/core'
import classes from './session-list.module.css'
import { SessionListColumns } from './session-list.tsx'

const ROWS = Array.from({ length: 8 }, (_, row) => row)

export const SessionListSkeleton = () => (
  <div className={classes.frame} role="status" aria-label="Loading sessions">
    <SessionListColumns />
    {ROWS.map((row) => (
      <div key={row} className={`${classes.row} ${classes.skeleton}`}>
        <span className={classes.person}>
          <Skeleton circle height={34} width={34} />
          <Skeleton height={12} width={`${60 + ((row * 7) % 30)}%`} />
        </span>
        <span className={classes.pages}>
          <Skeleton height={12} width={`${45 + ((row * 13) % 40)}%`} />
        </span>
        <span className={classes.activity}>
          <Skeleton height={12} width={80} />
        </span>
        <span className={classes.client}>
          <Skeleton height={12} width={60} />
        </span>
        <span className={classes.when}>
          <Skeleton height={12} width={64} />
        </span>
        <span className={classes.duration}>
          <Skeleton height={12} width={48} />
        </span>
      </div>
    ))}
  </div>
)
