// PATCH /api/v1/views/{viewId}: changes a view, and who has it.
import { updateView as operation } from '../../../core/api/view-operations.ts'
import { changesBetween } from '../../../core/audit/changes.ts'
import type { SavedView } from '../../../core/views/saved-view.ts'
import { checkMayShare, checkMayUnshare } from '../../../core/views/who-may.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { found } from './found.ts'
import { type Stores, stores } from './stores.ts'
import { checkViewRoom } from './view-room.ts'

type Deps = Pick<Stores, 'views' | 'record' | 'now'>

export const updateView =
  ({ views, record, now }: Deps) =>
  async ({ caller, params, body }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const { projectId, organisationId, memberId } = caller
    const before = found('view', await views.find(projectId, memberId, params.viewId))
    const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined))
    const after: SavedView = { ...before, ...given, updatedAt: now() }
    const moves = before.shared !== after.shared
    if (before.shared || after.shared) checkMayShare(caller)
    if (moves && before.shared) checkMayUnshare(caller, before)
    if (moves) checkViewRoom(await views.list(projectId, memberId), after.shared)
    if (before.shared || after.shared) {
      const { name, filters } = before
      await record(caller, organisationId, {
        action: !before.shared ? 'view.shared' : after.shared ? 'view.changed' : 'view.withdrawn',
        target: { id: before.viewId, name: after.name },
        projectId,
        changes: changesBetween({ name, filters }, { name: after.name, filters: after.filters }),
      })
    }
    await views.replace(before, after)
    return ok({ view: after })
  }

export const updateViewRoute = route(operation, updateView(stores))
