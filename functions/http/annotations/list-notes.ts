// GET /api/v1/sessions/{sessionId}/notes: the notes on a session, by their moments.
import { listNotes as operation } from '../../../core/api/note-operations.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { sessionOf } from './session-of.ts'
import { type Stores, stores } from './stores.ts'

export const listNotes =
  (deps: Pick<Stores, 'sessions' | 'notes' | 'now'>) =>
  async ({ caller, params }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const { projectId, sessionId } = await sessionOf(deps, caller, params.sessionId)
    return ok({ notes: await deps.notes.list({ projectId, sessionId }) })
  }

export const listNotesRoute = route(operation, listNotes(stores))
