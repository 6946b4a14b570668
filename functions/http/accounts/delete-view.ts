// DELETE /api/v1/views/{viewId}: deletes a view.
import { deleteView as operation } from '../../../core/api/view-operations.ts'
import { checkMayShare } from '../../../core/views/who-may.ts'
import { done, type HttpAnswer } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { found } from './found.ts'
import { type Stores, stores } from './stores.ts'

type Deps = Pick<Stores, 'views' | 'record'>

export const deleteView =
  ({ views, record }: Deps) =>
  async ({ caller, params }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const { projectId, organisationId, memberId } = caller
    const view = found('view', await views.find(projectId, memberId, params.viewId))
    if (view.shared) {
      checkMayShare(caller)
      const target = { id: view.viewId, name: view.name }
      await record(caller, organisationId, { action: 'view.withdrawn', target, projectId })
    }
    await views.remove(view)
    return done()
  }

export const deleteViewRoute = route(operation, deleteView(stores))
