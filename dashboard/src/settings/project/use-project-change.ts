// A change to a project's settings, seen by everything around the page once it is made.
import type { UpdateProject } from '../../../../core/projects/project.ts'
import { updateProject } from '../../api/commands.ts'
import { useAccountChange } from '../../app/use-account-change.ts'

export const useProjectChange = (projectId: string) =>
  useAccountChange((changes: UpdateProject) => updateProject(projectId, changes))
