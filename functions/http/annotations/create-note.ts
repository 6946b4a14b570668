// POST /api/v1/sessions/{sessionId}/notes: writes a note on a moment of a session.
import { createNote as operation } from '../../../core/api/note-operations.ts'
import { AppError } from '../../../core/errors.ts'
import { SESSION_MAX_NOTES } from '../../../core/limits.ts'
import type { Note } from '../../../core/notes/note.ts'
import { checkMoment } from '../../../core/notes/who-may.ts'
import { makeId, RANDOM_ID_BYTES } from '../../../core/text/random-id.ts'
import { created, type HttpAnswer } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { checkMentions } from './check-mentions.ts'
import { endOf, sessionOf } from './session-of.ts'
import { type Stores, stores } from './stores.ts'

type Deps = Pick<Stores, 'sessions' | 'notes' | 'memberships' | 'profiles' | 'now' | 'random'>

export const createNote =
  (deps: Deps) =>
  async ({ caller, params, body }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const { notes, profiles, now, random } = deps
    const { memberId, projectId } = caller
    const session = await sessionOf(deps, caller, params.sessionId)
    const { at, text, tags, mentions } = body
    checkMoment(at, session)
    await checkMentions(deps, caller.organisationId, mentions)
    if ((await notes.list(session)).length >= SESSION_MAX_NOTES)
      throw new AppError('too-many-notes', 409, `A session has ${SESSION_MAX_NOTES} notes at most.`)
    const note: Note = {
      noteId: makeId('note', random(RANDOM_ID_BYTES)),
      sessionId: session.sessionId,
      at,
      text,
      tags,
      mentions,
      author: { memberId, email: (await profiles.find(caller)).email },
      createdAt: now(),
      editedAt: null,
    }
    await notes.put(projectId, note, endOf(session, caller.retention))
    return created({ note })
  }

export const createNoteRoute = route(operation, createNote(stores))
