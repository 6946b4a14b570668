// A finished session as the lake keeps it: the numbers of its item, and the revision by which the newest is known.
import type { Session } from '../sessions/session.ts'
import type { SessionState } from '../sessions/session-state.ts'
import { toSession } from '../sessions/to-session.ts'

export type SessionRow = Session & { v: 1; revision: number }

/** `revision` is that of the item as it stands with this state. */
export const sessionRowOf = (state: SessionState, revision: number): SessionRow => ({
  v: 1,
  revision,
  ...toSession(state),
})
