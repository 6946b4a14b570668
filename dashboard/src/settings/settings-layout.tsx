// The frame of the settings: what belongs to the project, what to its organisation, and the page itself.
import { Link, Outlet, useRouteContext } from '@tanstack/react-router'
import { organisationSettings, projectSettings } from '../shell/navigation.ts'
import { offers } from './offers.ts'
import classes from './settings-layout.module.css'

type Entry = (typeof projectSettings | typeof organisationSettings)[number]
type GroupProps = {
  label: string
  name: string
  entries: readonly Entry[]
  offered: ReturnType<typeof offers>
}

const Group = ({ label, name, entries, offered }: GroupProps) => (
  <nav className={classes.group} aria-label={label}>
    <div className={classes.groupName}>{name}</div>
    <ul className={classes.links}>
      {entries
        .filter((entry) => !('offer' in entry) || offered[entry.offer])
        .map(({ to, label: page, icon: Icon }) => (
          <li key={to}>
            <Link to={to} className={classes.link}>
              <Icon size={16} stroke={1.75} aria-hidden="true" />
              {page}
            </Link>
          </li>
        ))}
    </ul>
  </nav>
)

export const SettingsLayout = () => {
  const { organisation, project } = useRouteContext({ from: '/member/settings' })
  const offered = offers(organisation.role)
  return (
    <div className={classes.layout}>
      <div className={classes.nav}>
        {project && (
          <Group label="Project settings" name={project.name} entries={projectSettings} offered={offered} />
        )}
        <Group
          label="Organisation settings"
          name={organisation.name}
          entries={organisationSettings}
          offered={offered}
        />
      </div>
      <Outlet />
    </div>
  )
}
