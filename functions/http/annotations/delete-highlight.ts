// DELETE /api/v1/sessions/{sessionId}/highlights/{highlightId}: deletes a highlight; of another's the audit log tells.
import { deleteHighlight as operation } from '../../../core/api/highlight-operations.ts'
import { checkMayDelete } from '../../../core/highlights/who-may.ts'
import { done, type HttpAnswer } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { foundHighlight } from './found-highlight.ts'
import { sessionOf } from './session-of.ts'
import { type Stores, stores } from './stores.ts'

type Deps = Pick<Stores, 'sessions' | 'highlights' | 'record' | 'now'>

export const deleteHighlight =
  (deps: Deps) =>
  async ({ caller, params }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const session = await sessionOf(deps, caller, params.sessionId)
    const highlight = foundHighlight(await deps.highlights.find(session, params.highlightId))
    checkMayDelete(caller, highlight)
    if (highlight.author.memberId !== caller.memberId)
      await deps.record(caller, caller.organisationId, {
        action: 'highlight.deleted',
        target: { id: session.sessionId, name: null },
        projectId: caller.projectId,
        changes: [{ field: 'author', before: highlight.author.email, after: null }],
      })
    await deps.highlights.remove(session, highlight.highlightId)
    return done()
  }

export const deleteHighlightRoute = route(operation, deleteHighlight(stores))
