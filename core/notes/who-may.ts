// Who may change whose note, and where one may stand.
import { AppError } from '../errors.ts'
import { NOTE_MARGIN_MS } from '../limits.ts'
import { checkIsAuthor, checkIsAuthorOrAdmin } from '../members/author.ts'
import type { SessionState } from '../sessions/session-state.ts'
import type { Note } from './note.ts'

type Actor = Parameters<typeof checkIsAuthor>[0]

export const checkMayEdit = (actor: Actor, note: Note): void =>
  checkIsAuthor(actor, note, 'Only who wrote a note changes it.')

export const checkMayDelete = (actor: Actor, note: Note): void =>
  checkIsAuthorOrAdmin(actor, note, 'Who wrote a note deletes it, or an admin.')

/** `field` is the one that says the moment. */
export const checkMoment = (
  at: number,
  { startedAt, lastSeenAt }: Pick<SessionState, 'startedAt' | 'lastSeenAt'>,
  field = 'at',
): void => {
  if (at >= startedAt - NOTE_MARGIN_MS && at <= lastSeenAt + NOTE_MARGIN_MS) return
  throw new AppError('invalid-request', 400, 'The body is not what this route takes.', {
    fields: [{ field, message: 'must be a moment of the session, in milliseconds since 1970' }],
  })
}
