// Which page was open when, as a strip below the activity.
import { memo } from 'react'
import { pagePath } from '../../format/page-path.ts'
import type { PageStretch } from './page-stretches.ts'
import classes from './time-line.module.css'
import type { TimeScale } from './time-scale.ts'

/** Pixels from which a page's path can be read at all. */
const READABLE_PX = 34

export const PageStrip = memo(({ stretches, scale }: { stretches: PageStretch[]; scale: TimeScale }) => (
  <div className={classes.pages} aria-hidden="true">
    {stretches.map(({ url, from, to, tabId }, index) => {
      const left = scale.x(from)
      const width = Math.max(2, scale.x(to) - left - 1)
      return (
        <span
          key={`${tabId}-${from}`}
          className={classes.page}
          data-odd={index % 2 === 1 || undefined}
          style={{ left, width }}
        >
          {width > READABLE_PX && pagePath(url)}
        </span>
      )
    })}
  </div>
))
PageStrip.displayName = 'PageStrip'
