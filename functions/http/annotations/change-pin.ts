// Writes into a session's item whether it is pinned, whoever else writes that at the same time.
import { AppError } from '../../../core/errors.ts'
import type { Pin } from '../../../core/pins/pin.ts'
import type { SessionState } from '../../../core/sessions/session-state.ts'
import type { Stores } from './stores.ts'

/** The roll-up writes a running session every few seconds. */
const ATTEMPTS = 10

type Place = { projectId: string; sessionId: string; keepDays: number }

/** `mayChange` looks at the session as it was read for this very write; undefined where it may not, or is not there. */
export const changePin = async (
  { sessions }: Pick<Stores, 'sessions'>,
  { projectId, sessionId, keepDays }: Place,
  pinned: Pin | null,
  mayChange: (state: SessionState) => boolean,
): Promise<SessionState | undefined> => {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const { state, revision } = await sessions.read(projectId, sessionId)
    if (!state || !mayChange(state)) return undefined
    const after = { ...state, pinned, keepDays }
    if (await sessions.write(after, revision)) return after
  }
  throw new AppError('session-busy', 409, 'The session changes at this very moment. Try again.')
}
