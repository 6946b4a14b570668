// Who may change whose highlight, and where one may lie.
import { AppError } from '../errors.ts'
import { HIGHLIGHT_MIN_MS } from '../limits.ts'
import { checkIsAuthor, checkIsAuthorOrAdmin } from '../members/author.ts'
import { checkMoment } from '../notes/who-may.ts'
import type { SessionState } from '../sessions/session-state.ts'
import type { Highlight } from './highlight.ts'

type Actor = Parameters<typeof checkIsAuthor>[0]

export const checkMayEdit = (actor: Actor, highlight: Highlight): void =>
  checkIsAuthor(actor, highlight, 'Only who made a highlight changes it.')

export const checkMayDelete = (actor: Actor, highlight: Highlight): void =>
  checkIsAuthorOrAdmin(actor, highlight, 'Who made a highlight deletes it, or an admin.')

/** Of a change that names one of its ends, the other is the one it had. */
export const checkSpan = ({ from, to }: Pick<Highlight, 'from' | 'to'>, session: SessionState): void => {
  checkMoment(from, session, 'from')
  checkMoment(to, session, 'to')
  if (to - from >= HIGHLIGHT_MIN_MS) return
  throw new AppError('invalid-request', 400, 'The body is not what this route takes.', {
    fields: [{ field: 'to', message: 'must be a second later than from, or more' }],
  })
}
