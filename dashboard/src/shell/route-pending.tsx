// A screen that takes a moment: quiet, and announced to those who cannot see it.
import { Loader } from '@mantine/core'
import classes from './shell.module.css'

export const RoutePending = () => (
  <div className={classes.center} role="status" aria-label="Loading">
    <Loader type="dots" />
  </div>
)
