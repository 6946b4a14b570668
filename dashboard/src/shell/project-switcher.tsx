// Which project is looked at, and the way to another or to a new one.
import { Button, Menu } from '@mantine/core'
import { IconCheck, IconChevronDown, IconPlus } from '@tabler/icons-react'
import { useSearch } from '@tanstack/react-router'
import type { MemberProject } from '../../../core/projects/project.ts'
import { MenuLink } from './menu-link.tsx'
import classes from './shell.module.css'

export const ProjectSwitcher = ({ projects }: { projects: MemberProject[] }) => {
  const { project: current } = useSearch({ from: '/member' })
  const name = projects.find(({ projectId }) => projectId === current)?.name ?? 'Choose a project'
  return (
    <Menu position="bottom-start" width={240}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          size="compact-md"
          fz="sm"
          className={classes.switcher}
          rightSection={<IconChevronDown size={14} />}
          aria-label={`Project: ${name}`}
          title={name}
        >
          <span className="one-line">{name}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Projects</Menu.Label>
        {projects.map(({ projectId, name: label }) => (
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
        <Menu.Divider />
        <MenuLink to="/projects/new" leftSection={<IconPlus size={16} />}>
          New project
        </MenuLink>
      </Menu.Dropdown>
    </Menu>
  )
}
