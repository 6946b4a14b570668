// The frame of the screens of analytics: which one, the time it is about, and the filter of all its numbers.
import { VisuallyHidden } from '@mantine/core'
import { Link, Outlet, useMatches } from '@tanstack/react-router'
import classes from './analytics.module.css'
import { FilterBar } from './filter/filter-bar.tsx'
import { PeopleNow } from './people-now.tsx'
import { RangeControl } from './range/range-control.tsx'
import { useAnalytics } from './use-analytics.ts'

const SCREENS = [
  { to: '/analytics/overview', label: 'Overview' },
  { to: '/analytics/events', label: 'Events' },
] as const

export const AnalyticsLayout = () => {
  const { project, search, change } = useAnalytics()
  const path = useMatches({ select: (matches) => matches.at(-1)?.pathname ?? '' })
  const shown = SCREENS.find(({ to }) => path.startsWith(to))
  return (
    <>
      <VisuallyHidden component="h1">{shown?.label ?? 'Analytics'}</VisuallyHidden>
      <div className={classes.head}>
        <nav className={classes.screens} aria-label="Analytics">
          {SCREENS.map(({ to, label }) => (
            <Link key={to} to={to} className={classes.screen}>
              {label}
            </Link>
          ))}
        </nav>
        <PeopleNow projectId={project.projectId} />
        <RangeControl search={search} timeZone={project.timeZone} onChange={change} />
      </div>
      <FilterBar
        projectId={project.projectId}
        search={search}
        onChange={(filter) => change({ filter })}
        onBots={(bots) => change({ bots })}
      />
      {/* Another project begins anew: its answers are not shown for the other's while they are on their way. */}
      <Outlet key={project.projectId} />
    </>
  )
}
