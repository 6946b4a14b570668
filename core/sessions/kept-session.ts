// What a reader sees of a session by its project's retention as it is now, whether it is cleared away yet or not.
import type { Project } from '../projects/project.ts'
import type { SessionState } from './session-state.ts'

const DAY_MS = 24 * 60 * 60_000

type Retention = Project['retention']

/** Undefined when it is past its time; without its recording when that is. A pin keeps what was there when it was set. */
export const keptSession = (
  state: SessionState | undefined,
  { eventDays, replayDays }: Retention,
  now: number,
): SessionState | undefined => {
  if (!state) return undefined
  if (state.pinned) return { ...state, hasReplay: state.hasReplay && state.pinned.withReplay }
  if (isPast(state.lastSeenAt, eventDays, now)) return undefined
  return state.hasReplay && isPast(state.lastSeenAt, replayDays, now) ? { ...state, hasReplay: false } : state
}

export const isPast = (at: number, days: number, now: number): boolean => keptUntil(at, days) <= now

export const keptUntil = (at: number, days: number): number => at + days * DAY_MS
