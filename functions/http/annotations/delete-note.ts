// DELETE /api/v1/sessions/{sessionId}/notes/{noteId}: deletes a note; of another's the audit log tells.
import { deleteNote as operation } from '../../../core/api/note-operations.ts'
import { checkMayDelete } from '../../../core/notes/who-may.ts'
import { done, type HttpAnswer } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { foundNote } from './found-note.ts'
import { sessionOf } from './session-of.ts'
import { type Stores, stores } from './stores.ts'

type Deps = Pick<Stores, 'sessions' | 'notes' | 'record' | 'now'>

export const deleteNote =
  (deps: Deps) =>
  async ({ caller, params }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const session = await sessionOf(deps, caller, params.sessionId)
    const note = foundNote(await deps.notes.find(session, params.noteId))
    checkMayDelete(caller, note)
    if (note.author.memberId !== caller.memberId)
      await deps.record(caller, caller.organisationId, {
        action: 'note.deleted',
        target: { id: session.sessionId, name: null },
        projectId: caller.projectId,
        changes: [{ field: 'author', before: note.author.email, after: null }],
      })
    await deps.notes.remove(session, note.noteId)
    return done()
  }

export const deleteNoteRoute = route(operation, deleteNote(stores))
