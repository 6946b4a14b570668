// The session that something is added to, as far as the caller's project still keeps it.
import { PINNED_UNTIL } from '../../../core/pins/pin.ts'
import { keptSession, keptUntil } from '../../../core/sessions/kept-session.ts'
import type { SessionState } from '../../../core/sessions/session-state.ts'
import type { InProject } from '../../runtime/http/callers.ts'
import { foundSession } from '../../runtime/http/found-session.ts'
import type { Stores } from './stores.ts'

export const sessionOf = async (
  { sessions, now }: Pick<Stores, 'sessions' | 'now'>,
  { projectId, retention }: Pick<InProject, 'projectId' | 'retention'>,
  sessionId: string,
): Promise<SessionState> =>
  foundSession(keptSession(await sessions.find(projectId, sessionId), retention, now()))

/** When it ends by the project's days as they are now, in seconds since 1970. */
export const endOf = (
  { lastSeenAt, pinned }: Pick<SessionState, 'lastSeenAt' | 'pinned'>,
  { eventDays }: InProject['retention'],
): number => (pinned ? PINNED_UNTIL : Math.ceil(keptUntil(lastSeenAt, eventDays) / 1000))
