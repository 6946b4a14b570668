// The bar on top: product, project, screens, appearance, member.
import { Badge } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useLocation, useRouteContext, useSearch } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { maySee } from '../../../core/projects/may-see.ts'
import { configQuery } from '../api/queries.ts'
import { MentionsButton } from '../mentions/mentions-button.tsx'
import { ColorSchemeToggle } from './color-scheme-toggle.tsx'
import { LiveCount } from './live-count.tsx'
import { Logo } from './logo.tsx'
import { MemberMenu } from './member-menu.tsx'
import { navigation } from './navigation.ts'
import { ProjectSwitcher } from './project-switcher.tsx'
import { hiddenOf } from './screen-sights.ts'
import classes from './shell.module.css'

/** Where this is not the real thing, it says so. */
const StageBadge = () => {
  const { data } = useQuery(configQuery)
  if (!data || /^prod/.test(data.stage)) return null
  return (
    <Badge variant="light" color="gray" size="sm" tt="none" mr={4} className={classes.stage}>
      {data.stage}
    </Badge>
  )
}

export const Header = () => {
  const { projects, organisations } = useRouteContext({ from: '/member' })
  const { project } = useSearch({ from: '/member' })
  const { pathname } = useLocation()
  const nav = useRef<HTMLElement>(null)
  // On a narrow screen the ways are a strip that may be longer than it is wide: where one is must be seen in it.
  useEffect(() => {
    if (pathname === '') return
    const active = nav.current?.querySelector('[data-status=active]')
    active?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [pathname])
  const shown = projects.find(({ projectId }) => projectId === project)
  const may = shown && maySee(shown.role, shown.access)
  const screens = navigation.filter(({ to }) => !may || hiddenOf(to, may).length === 0)
  return (
    <header className={classes.header}>
      <div className={classes.bar}>
        <Link to="/sessions" className={classes.brand} aria-label="Playhead, to the sessions">
          <Logo />
          <span className={classes.brandName}>Playhead</span>
        </Link>
        {organisations.length > 0 && (
          <>
            <span className={classes.slash} aria-hidden="true">
              /
            </span>
            <ProjectSwitcher projects={projects} organisations={organisations} />
            <nav ref={nav} className={classes.nav} aria-label="Main">
              {screens.map(({ to, label, icon: Icon }) => (
                <Link key={to} to={to} className={classes.link}>
                  <Icon size={16} stroke={1.75} aria-hidden="true" />
                  {label}
                  {to === '/live' && project && <LiveCount projectId={project} />}
                </Link>
              ))}
            </nav>
          </>
        )}
        <div className={classes.end}>
          <StageBadge />
          {project && <MentionsButton projectId={project} />}
          <ColorSchemeToggle />
          <MemberMenu />
        </div>
      </div>
    </header>
  )
}
