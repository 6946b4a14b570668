// A new project: its name and sites, then the keys and the wait for its first visitor.
import { Text, Title } from '@mantine/core'
import { useNavigate, useRouteContext } from '@tanstack/react-router'
import { useState } from 'react'
import type { CreatedProject } from '../../../core/projects/project.ts'
import { rememberProject } from '../app/remembered-project.ts'
import { useTitle } from '../app/use-title.ts'
import { ButtonLink } from '../shell/links.tsx'
import { CreateProjectForm } from './create-project-form.tsx'
import { CreatedProjectKeys } from './created-project-keys.tsx'
import classes from './section.module.css'

export const CreateProjectPage = () => {
  const { projects } = useRouteContext({ from: '/member' })
  // Kept by this page alone: the secret key is never shown again.
  const [created, setCreated] = useState<CreatedProject | null>(null)
  const [first] = useState(projects.length === 0)
  const navigate = useNavigate({ from: '/projects/new' })
  const show = (fresh: CreatedProject) => {
    setCreated(fresh)
    // From here on, everything around this page speaks of the new project.
    const { projectId } = fresh.project
    rememberProject(projectId)
    void navigate({ search: { project: projectId }, replace: true, resetScroll: false })
  }
  useTitle(created ? created.project.name : 'New project')

  if (created) {
    return (
      <div className={`${classes.page} ${classes.centered}`}>
        <div className={classes.head}>
          <Title order={1} size="h3">
            {created.project.name} is ready
          </Title>
          <Text c="dimmed" mt={4}>
            Three steps to the first session.
          </Text>
        </div>
        <CreatedProjectKeys created={created} />
        <ButtonLink
          to="/sessions"
          search={{ project: created.project.projectId }}
          variant="default"
          style={{ alignSelf: 'flex-start' }}
        >
          To the sessions
        </ButtonLink>
      </div>
    )
  }
  return (
    <div className={`${classes.page} ${classes.centered}`}>
      <div className={classes.head}>
        <Title order={1} size="h3">
          {first ? 'Create your first project' : 'New project'}
        </Title>
        <Text c="dimmed" mt={4}>
          A project is one site or app. It has its own keys, and its visits are kept apart from all others.
        </Text>
      </div>
      <CreateProjectForm onCreated={show} />
    </div>
  )
}
