// A member's organisation with a project in it, made as the dashboard makes them.
import type { MemberOrganisation } from '../../core/organisations/organisation.ts'
import type { CreatedProject } from '../../core/projects/project.ts'
import { call } from './invocations.ts'

export const makeOrganisation = async (memberId: string, name = 'Acme'): Promise<MemberOrganisation> => {
  const { handler } = await import('../../functions/http/accounts.ts')
  const { body } = await call(handler, { to: 'createOrganisation', memberId, body: { name } })
  return (body as { organisation: MemberOrganisation }).organisation
}

export type MadeProject = {
  organisationId: string
  projectId: string
  publishableKey: string
  secretKey: string
}

export const makeProject = async (
  memberId: string,
  name = 'Shop',
  origins: string[] = ['https://*.shop.example'],
): Promise<MadeProject> => {
  const { organisationId } = await makeOrganisation(memberId)
  const { handler } = await import('../../functions/http/accounts.ts')
  const body = { name, origins, organisationId }
  const { project, secretKey } = (await call(handler, { to: 'createProject', memberId, body }))
    .body as CreatedProject
  const { projectId, publishableKey } = project
  return { organisationId, projectId, publishableKey: publishableKey ?? '', secretKey }
}
