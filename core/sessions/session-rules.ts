// When a session is over: as long without an event as its project says, or 24 hours in all.
import { SESSION_IDLE_MS, SESSION_MAX_MS } from '../limits.ts'
import type { SessionState } from './session-state.ts'

type Span = Pick<SessionState, 'startedAt' | 'lastSeenAt' | 'idleMinutes'>

const MINUTE_MS = 60_000

export const overAt = ({ startedAt, lastSeenAt, idleMinutes }: Span): number =>
  Math.min(
    lastSeenAt + (idleMinutes === null ? SESSION_IDLE_MS : idleMinutes * MINUTE_MS),
    startedAt + SESSION_MAX_MS,
  )

export const isOver = (span: Span, now: number): boolean => now >= overAt(span)

/** The session closed, or as it was when it may still go on. */
export const finishSession = (state: SessionState, now: number): SessionState =>
  state.endedAt === null && isOver(state, now) ? { ...state, endedAt: state.lastSeenAt } : state
