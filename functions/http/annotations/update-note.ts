// PATCH /api/v1/sessions/{sessionId}/notes/{noteId}: changes a note of one's own.
import { updateNote as operation } from '../../../core/api/note-operations.ts'
import type { Note } from '../../../core/notes/note.ts'
import { checkMayEdit, checkMoment } from '../../../core/notes/who-may.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { checkMentions } from './check-mentions.ts'
import { foundNote } from './found-note.ts'
import { endOf, sessionOf } from './session-of.ts'
import { type Stores, stores } from './stores.ts'

type Deps = Pick<Stores, 'sessions' | 'notes' | 'memberships' | 'now'>

export const updateNote =
  (deps: Deps) =>
  async ({ caller, params, body }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const session = await sessionOf(deps, caller, params.sessionId)
    const before = foundNote(await deps.notes.find(session, params.noteId))
    checkMayEdit(caller, before)
    const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined))
    const note: Note = { ...before, ...given, editedAt: deps.now() }
    checkMoment(note.at, session)
    // Who has left meanwhile may stay in it: only whom it adds is asked for.
    const added = note.mentions.filter((memberId) => !before.mentions.includes(memberId))
    await checkMentions(deps, caller.organisationId, added)
    await deps.notes.put(caller.projectId, note, endOf(session, caller.retention))
    return ok({ note })
  }

export const updateNoteRoute = route(operation, updateNote(stores))
