// GET /api/v1/projects/{projectId}: one project with its settings.
import { getProject as operation } from '../../../core/api/project-operations.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { found } from './found.ts'
import { showProject } from './show-project.ts'
import { type Stores, stores } from './stores.ts'

type Deps = Pick<Stores, 'projects' | 'keys' | 'now'>

export const getProject =
  (deps: Deps) =>
  async ({ caller: { projectId, role } }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const project = found('project', await deps.projects.find(projectId))
    return ok({ project: await showProject(deps, project, role) })
  }

export const getProjectRoute = route(operation, getProject(stores))
