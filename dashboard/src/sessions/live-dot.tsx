// The green point of somebody who is there right now.
import classes from './live-dot.module.css'

export const LiveDot = ({ label = 'Live now' }: { label?: string }) => (
  <span className={classes.dot} role="img" aria-label={label} title={label} />
)
