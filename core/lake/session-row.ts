// A finished session as the lake keeps it: the numbers of its item, and the revision by which the newest is known.
import type { Session } from '../sessions/session.ts'
import type { SessionState } from '../sessions/session-state.ts'
import { toSession } from '../sessions/to-session.ts'

/** Who has pinned it is no matter of the lake, whose rows end by the project's days. */
export type SessionRow = Omit<Session, 'pinned'> & { v: 1; revision: number }

/** `revision` is that of the item as it stands with this state. */
export const sessionRowOf = (state: SessionState, revision: number): SessionRow => {
  const { pinned: _, ...session } = toSession(state)
  return { v: 1, revision, ...session }
}
