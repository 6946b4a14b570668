// DELETE /api/v1/projects/{projectId}: ends a project for everybody at once.
import { deleteProject as operation } from '../../../core/api/project-operations.ts'
import { done, type HttpAnswer } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { found } from './found.ts'
import { type Stores, stores } from './stores.ts'

type Deps = Pick<Stores, 'projects' | 'record' | 'now'>

export const deleteProject =
  ({ projects, record, now }: Deps) =>
  async ({ caller }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const { projectId, organisationId } = caller
    const project = found('project', await projects.find(projectId))
    await record(caller, organisationId, {
      action: 'project.deleted',
      target: { id: projectId, name: project.name },
      projectId,
    })
    await projects.remove(project, now())
    return done()
  }

export const deleteProjectRoute = route(operation, deleteProject(stores))
