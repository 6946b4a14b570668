// PATCH /api/v1/sessions/{sessionId}/highlights/{highlightId}: changes a highlight of one's own.
import { updateHighlight as operation } from '../../../core/api/highlight-operations.ts'
import type { Highlight } from '../../../core/highlights/highlight.ts'
import { checkMayEdit, checkSpan } from '../../../core/highlights/who-may.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { foundHighlight } from './found-highlight.ts'
import { endOf, sessionOf } from './session-of.ts'
import { type Stores, stores } from './stores.ts'

type Deps = Pick<Stores, 'sessions' | 'highlights' | 'now'>

export const updateHighlight =
  (deps: Deps) =>
  async ({ caller, params, body }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const session = await sessionOf(deps, caller, params.sessionId)
    const before = foundHighlight(await deps.highlights.find(session, params.highlightId))
    checkMayEdit(caller, before)
    const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined))
    const highlight: Highlight = { ...before, ...given, editedAt: deps.now() }
    checkSpan(highlight, session)
    await deps.highlights.put(caller.projectId, highlight, endOf(session, caller.retention))
    return ok({ highlight })
  }

export const updateHighlightRoute = route(operation, updateHighlight(stores))
