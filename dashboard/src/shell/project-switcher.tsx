// Which project is looked at, and the way to another or to a new one.
import { Button } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useSearch } from '@tanstack/react-router'
import { lazy } from 'react'
import type { MemberOrganisation } from '../../../core/organisations/organisation.ts'
import type { MemberProject } from '../../../core/projects/project.ts'
import { MenuOnDemand } from './menu-on-demand.tsx'
import classes from './shell.module.css'

const fetchMenu = () => import('./project-entries.tsx').then((part) => ({ default: part.ProjectEntries }))
const ProjectEntries = lazy(fetchMenu)

type Props = { projects: MemberProject[]; organisations: MemberOrganisation[] }

export const ProjectSwitcher = ({ projects, organisations }: Props) => {
  const { project: current } = useSearch({ from: '/member' })
  const name = projects.find(({ projectId }) => projectId === current)?.name ?? 'Choose a project'
  const button = (
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
  )
  return (
    <MenuOnDemand button={button} fetchMenu={() => void fetchMenu()}>
      <ProjectEntries button={button} projects={projects} organisations={organisations} current={current} />
    </MenuOnDemand>
  )
}
