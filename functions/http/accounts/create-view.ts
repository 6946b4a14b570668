// POST /api/v1/views: saves filters of the session list under a name.
import { createView as operation } from '../../../core/api/view-operations.ts'
import { makeId, RANDOM_ID_BYTES } from '../../../core/text/random-id.ts'
import type { SavedView } from '../../../core/views/saved-view.ts'
import { checkMayShare } from '../../../core/views/who-may.ts'
import { created, type HttpAnswer } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { type Stores, stores } from './stores.ts'
import { checkViewRoom } from './view-room.ts'

type Deps = Pick<Stores, 'views' | 'record' | 'now' | 'random'>

export const createView =
  ({ views, record, now, random }: Deps) =>
  async ({ caller, body }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const { projectId, organisationId, memberId } = caller
    const { name, filters, shared } = body
    if (shared) checkMayShare(caller)
    checkViewRoom(await views.list(projectId, memberId), shared)
    const at = now()
    const view: SavedView = {
      viewId: makeId('view', random(RANDOM_ID_BYTES)),
      projectId,
      name,
      filters,
      shared,
      createdBy: memberId,
      createdAt: at,
      updatedAt: at,
    }
    if (shared) {
      const target = { id: view.viewId, name }
      await record(caller, organisationId, { action: 'view.shared', target, projectId })
    }
    await views.put(view)
    return created({ view })
  }

export const createViewRoute = route(operation, createView(stores))
