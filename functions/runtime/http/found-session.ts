// A session that was looked up, or the 404 that every route gives for one that is not there.
import { AppError } from '../../../core/errors.ts'
import type { SessionState } from '../../../core/sessions/session-state.ts'

export const foundSession = (state: SessionState | undefined): SessionState => {
  if (!state) throw new AppError('session-not-found', 404, 'There is no such session in this project.')
  return state
}
