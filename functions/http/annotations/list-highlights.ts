// GET /api/v1/sessions/{sessionId}/highlights: the highlights of a session, in the order of their beginnings.
import { listHighlights as operation } from '../../../core/api/highlight-operations.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { sessionOf } from './session-of.ts'
import { type Stores, stores } from './stores.ts'

export const listHighlights =
  (deps: Pick<Stores, 'sessions' | 'highlights' | 'now'>) =>
  async ({ caller, params }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const { projectId, sessionId } = await sessionOf(deps, caller, params.sessionId)
    return ok({ highlights: await deps.highlights.list({ projectId, sessionId }) })
  }

export const listHighlightsRoute = route(operation, listHighlights(stores))
