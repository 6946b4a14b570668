// A project as one of its members sees it.
import { newestPublishableKey } from '../../../core/keys/stored-key.ts'
import type { Role } from '../../../core/organisations/role.ts'
import type { MemberProject, Project } from '../../../core/projects/project.ts'
import type { Stores } from './stores.ts'

export const showProject = async (
  { keys, now }: Pick<Stores, 'keys' | 'now'>,
  project: Project,
  role: Role,
): Promise<MemberProject> => ({
  ...project,
  role,
  publishableKey: newestPublishableKey(await keys.list(project.projectId), now()),
})
