// The project that a page of the settings is about; a page that needs one says so when there is none.
import { IconFolderPlus } from '@tabler/icons-react'
import { useRouteContext } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { MemberOrganisation } from '../../../core/organisations/organisation.ts'
import type { MemberProject } from '../../../core/projects/project.ts'
import { ButtonLink } from '../shell/links.tsx'
import { Notice } from '../shell/notice.tsx'
import { offers } from './offers.ts'

export const useOrganisation = (): MemberOrganisation =>
  useRouteContext({ from: '/member/settings' }).organisation

export const OfProject = ({ children }: { children: (project: MemberProject) => ReactNode }) => {
  const { organisation, project } = useRouteContext({ from: '/member/settings' })
  if (project) return children(project)
  const mayCreate = offers(organisation.role).createProject
  return (
    <Notice
      icon={<IconFolderPlus size={28} stroke={1.5} aria-hidden="true" />}
      title={`${organisation.name} has no project yet`}
      text={
        mayCreate
          ? 'A project is one site or app, with keys and settings of its own.'
          : 'Its admins can make one.'
      }
    >
      {mayCreate && (
        <ButtonLink to="/projects/new" search={{ organisation: organisation.organisationId }}>
          New project
        </ButtonLink>
      )}
    </Notice>
  )
}
