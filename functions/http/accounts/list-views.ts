// GET /api/v1/views: the saved views that a member has in a project.
import { listViews as operation } from '../../../core/api/view-operations.ts'
import type { ViewList } from '../../../core/views/saved-view.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { type Stores, stores } from './stores.ts'

export const listViews =
  ({ views }: Pick<Stores, 'views'>) =>
  async ({ caller: { projectId, memberId, may } }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const all = await views.list(projectId, memberId)
    // One that asks for a user names them, and the list would refuse it.
    const shown = may.personal ? all : all.filter(({ filters }) => filters['user'] === undefined)
    return ok({ views: shown } satisfies ViewList)
  }

export const listViewsRoute = route(operation, listViews(stores))
