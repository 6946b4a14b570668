// When a session is over: 30 minutes without an event, or 24 hours in all.
import { SESSION_IDLE_MS, SESSION_MAX_MS } from '../limits.ts'
import type { SessionState } from './session-state.ts'

type Span = Pick<SessionState, 'startedAt' | 'lastSeenAt'>

export const overAt = ({ startedAt, lastSeenAt }: Span): number =>
  Math.min(lastSeenAt + SESSION_IDLE_MS, startedAt + SESSION_MAX_MS)

export const isOver = (span: Span, now: number): boolean => now >= overAt(span)

/** The session closed, or as it was when it may still go on. */
export const finishSession = (state: SessionState, now: number): SessionState =>
  state.endedAt === null && isOver(state, now) ? { ...state, endedAt: state.lastSeenAt } : state
