// Who may change whose note, and where one may stand.
import { AppError } from '../errors.ts'
import { NOTE_MARGIN_MS } from '../limits.ts'
import { type Role, reaches } from '../organisations/role.ts'
import type { SessionState } from '../sessions/session-state.ts'
import type { Note } from './note.ts'

type Actor = { memberId: string; role: Role }

/** Nobody puts words into another's mouth. */
export const checkMayEdit = ({ memberId }: Actor, { author }: Note): void => {
  if (memberId === author.memberId) return
  throw new AppError('forbidden', 403, 'Only who wrote a note changes it.')
}

export const checkMayDelete = ({ memberId, role }: Actor, { author }: Note): void => {
  if (memberId === author.memberId || reaches(role, 'admin')) return
  throw new AppError('forbidden', 403, 'Who wrote a note deletes it, or an admin.')
}

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
