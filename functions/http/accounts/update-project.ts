// PATCH /api/v1/projects/{projectId}: changes those settings of a project that are named.
import { updateProject as operation } from '../../../core/api/project-operations.ts'
import { changesBetween } from '../../../core/audit/changes.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { found } from './found.ts'
import { showProject } from './show-project.ts'
import { type Stores, stores } from './stores.ts'

type Deps = Pick<Stores, 'projects' | 'keys' | 'record' | 'now'>

export const updateProject =
  (deps: Deps) =>
  async ({ caller, body }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const { projectId, organisationId, role } = caller
    const before = found('project', await deps.projects.find(projectId))
    const changes = changesBetween(before, { ...before, ...body })
    if (changes.length > 0) {
      await deps.record(caller, organisationId, {
        action: 'project.changed',
        target: { id: projectId, name: before.name },
        projectId,
        changes,
      })
    }
    const after = found('project', await deps.projects.update(projectId, body))
    return ok({ project: await showProject(deps, after, role) })
  }

export const updateProjectRoute = route(operation, updateProject(stores))
