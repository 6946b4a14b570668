// Looks up what a page's id stands for, and who may ask for it.
import { AppError } from '../../../core/errors.ts'
import { OWN_SESSION_DAYS } from '../../../core/limits.ts'
import { sessionsOf } from '../../../core/sessions/derived-session.ts'
import type { SessionState } from '../../../core/sessions/session-state.ts'
import { uuidOf } from '../uuid-of.ts'
import type { KnownKey } from './callers.ts'

/** Who may send may not read: but what a page sent itself it may, by the id that only it knows. */
export const checkOwner = ({ kind }: KnownKey, headers: Record<string, string>, sessionId: string): void => {
  if (kind === 'secret' || headers['x-session-id']?.toLowerCase() === sessionId.toLowerCase()) return
  throw new AppError(
    'not-your-session',
    403,
    'With a publishable key X-Session-ID must be the session that is asked for.',
  )
}

type Sessions = { findSome(projectId: string, sessionIds: string[]): Promise<SessionState[]> }
type Asked = { projectId: string; id: string; now: number; days?: number }

/** The sessions that the id stands for, the newest first: itself, or those of its visitor in the last days. */
export const ownSessions = async (
  sessions: Sessions,
  { projectId, id, now, days = OWN_SESSION_DAYS }: Asked,
): Promise<SessionState[]> => {
  const found = await sessions.findSome(projectId, sessionsOf({ projectId, id, now, days }, uuidOf))
  return found.toSorted((a, b) => b.lastSeenAt - a.lastSeenAt)
}

export const noSession = (): AppError =>
  new AppError('session-not-found', 404, 'There is no such session in this project.')
