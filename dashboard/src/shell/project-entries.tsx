// The menu of projects, by organisation, and the way to a new one.
import { Menu } from '@mantine/core'
import { IconBuilding, IconCheck, IconPlus, IconSettings } from '@tabler/icons-react'
import { Fragment } from 'react'
import type { MemberOrganisation } from '../../../core/organisations/organisation.ts'
import type { MemberProject } from '../../../core/projects/project.ts'
import { reaches } from '../members/roles.ts'
import { FetchedMenu, type MenuButton } from './fetched-menu.tsx'
import { MenuLink } from './menu-link.tsx'
import classes from './shell.module.css'

type Props = {
  button: MenuButton
  projects: MemberProject[]
  organisations: MemberOrganisation[]
  current: string | undefined
}

export const ProjectEntries = ({ button, projects, organisations, current }: Props) => (
  <FetchedMenu button={button} position="bottom-start" width={260}>
    <Menu.Dropdown className={classes.projects}>
      {organisations.map(({ organisationId, name: owner }) => {
        const own = projects.filter((project) => project.organisationId === organisationId)
        return (
          <Fragment key={organisationId}>
            <Menu.Label className={classes.project}>{owner}</Menu.Label>
            {own.map(({ projectId, name: label }) => (
              <MenuLink
                key={projectId}
                to="/sessions"
                search={{ project: projectId }}
                className={classes.project}
                rightSection={projectId === current ? <IconCheck size={16} aria-label="shown now" /> : null}
              >
                {label}
              </MenuLink>
            ))}
            {own.length === 0 && (
              <MenuLink
                to="/settings/organisation"
                search={{ organisation: organisationId }}
                leftSection={<IconSettings size={16} aria-hidden="true" />}
              >
                No project yet: settings
              </MenuLink>
            )}
          </Fragment>
        )
      })}
      <Menu.Divider />
      {organisations.some(({ role }) => reaches(role, 'admin')) && (
        <MenuLink to="/projects/new" leftSection={<IconPlus size={16} aria-hidden="true" />}>
          New project
        </MenuLink>
      )}
      <MenuLink to="/organisations/new" leftSection={<IconBuilding size={16} aria-hidden="true" />}>
        New organisation
      </MenuLink>
    </Menu.Dropdown>
  </FetchedMenu>
)
