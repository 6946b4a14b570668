// Which project is looked at, by organisation, and the way to another or to a new one.
import { Button, Menu } from '@mantine/core'
import { IconBuilding, IconCheck, IconChevronDown, IconPlus, IconSettings } from '@tabler/icons-react'
import { useSearch } from '@tanstack/react-router'
import { Fragment } from 'react'
import type { MemberOrganisation } from '../../../core/organisations/organisation.ts'
import type { MemberProject } from '../../../core/projects/project.ts'
import { reaches } from '../members/roles.ts'
import { MenuLink } from './menu-link.tsx'
import classes from './shell.module.css'

type Props = { projects: MemberProject[]; organisations: MemberOrganisation[] }

export const ProjectSwitcher = ({ projects, organisations }: Props) => {
  const { project: current } = useSearch({ from: '/member' })
  const name = projects.find(({ projectId }) => projectId === current)?.name ?? 'Choose a project'
  return (
    <Menu position="bottom-start" width={260}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          size="compact-md"
          fz="sm"
          className={classes.switcher}
          rightSection={<IconChevronDown size={14} aria-hidden="true" />}
          aria-label={`Project: ${name}`}
          title={name}
        >
          <span className="one-line">{name}</span>
        </Button>
      </Menu.Target>
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
    </Menu>
  )
}
