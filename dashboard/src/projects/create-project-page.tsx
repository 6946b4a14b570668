// A further project: its name and sites, then its keys and the wait for its first visitor.
import { IconFolderPlus } from '@tabler/icons-react'
import { useNavigate, useRouteContext, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { CreatedProject } from '../../../core/projects/project.ts'
import { rememberProject } from '../app/remembered-project.ts'
import { useTitle } from '../app/use-title.ts'
import { reaches } from '../members/roles.ts'
import { SettingsPage } from '../settings/settings-page.tsx'
import { ButtonLink } from '../shell/links.tsx'
import { Notice } from '../shell/notice.tsx'
import { CreateProjectForm } from './create-project-form.tsx'
import { CreatedProjectKeys } from './created-project-keys.tsx'
import classes from './section.module.css'

export const CreateProjectPage = () => {
  const { organisations } = useRouteContext({ from: '/member' })
  const { organisation: wanted } = useSearch({ from: '/member/projects/new' })
  // Kept by this page alone: the secret key is never shown again.
  const [created, setCreated] = useState<CreatedProject | null>(null)
  const navigate = useNavigate({ from: '/projects/new' })
  const show = (fresh: CreatedProject) => {
    setCreated(fresh)
    // From here on, everything around this page speaks of the new project.
    const { projectId } = fresh.project
    rememberProject(projectId)
    void navigate({ search: { project: projectId }, replace: true, resetScroll: false })
  }
  useTitle(created ? created.project.name : 'New project')

  if (created)
    return (
      <div className={classes.centered}>
        <SettingsPage title={`${created.project.name} is ready`} text="Three steps to the first session.">
          <CreatedProjectKeys created={created} />
          <ButtonLink
            to="/sessions"
            search={{ project: created.project.projectId }}
            variant="default"
            className={classes.begin}
          >
            To the sessions
          </ButtonLink>
        </SettingsPage>
      </div>
    )

  const own = organisations.filter(({ role }) => reaches(role, 'admin'))
  if (own.length === 0)
    return (
      <Notice
        icon={<IconFolderPlus size={28} stroke={1.5} aria-hidden="true" />}
        title="Admins make projects"
        text="You are not an admin of any organisation. Ask one, or make an organisation of your own."
      >
        <ButtonLink to="/organisations/new">New organisation</ButtonLink>
      </Notice>
    )
  const proposed = own.toSorted(
    (a, b) => Number(b.organisationId === wanted) - Number(a.organisationId === wanted),
  )
  return (
    <div className={classes.centered}>
      <SettingsPage
        title="New project"
        text="A project is one site or app. It has its own keys, and its visits are kept apart from all others."
      >
        <CreateProjectForm organisations={proposed} onCreated={show} />
      </SettingsPage>
    </div>
  )
}
