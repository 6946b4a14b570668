// GET /api/v1/views: the saved views that a member has in a project.
import { listViews as operation } from '../../../core/api/view-operations.ts'
import type { ViewList } from '../../../core/views/saved-view.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { type Stores, stores } from './stores.ts'

export const listViews =
  ({ views }: Pick<Stores, 'views'>) =>
  async ({ caller: { projectId, memberId } }: RequestOf<typeof operation>): Promise<HttpAnswer> =>
    ok({ views: await views.list(projectId, memberId) } satisfies ViewList)

export const listViewsRoute = route(operation, listViews(stores))
