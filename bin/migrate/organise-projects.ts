// Version 0.1 knew projects and their members alone: gives each of those members an organisation with the projects.
import { type FirstMembership, rowsOfFirstVersion } from '../../functions/stores/rows-of-first-version.ts'
import type { Migration, Step } from './migration.ts'

export const organiseProjects: Migration = {
  id: 'organise-projects',
  says: 'Projects of version 0.1 get an organisation, all settings, and rows for their keys',
  steps: async ({ dynamodb, configuration }) => {
    const rows = rowsOfFirstVersion(dynamodb, configuration)
    const { memberships, keys } = await rows.find()
    const stepOf = (membership: FirstMembership): Step => {
      const { projectId, memberId } = membership
      const ofProject = keys.filter((key) => key.projectId === projectId)
      return {
        says: `project ${projectId} → an organisation of member ${memberId}, with ${ofProject.length} keys`,
        run: async () => {
          const organisationId = await rows.organise(membership)
          // Keys before the project: its row has the text of the publishable one until it is complete.
          for (const key of ofProject) await rows.giveRow(key, memberId)
          await rows.complete(projectId, organisationId)
          // Last: until then the next try finds the project, and does all of this once more.
          await rows.forget(membership)
        },
      }
    }
    return memberships.map(stepOf)
  },
}
